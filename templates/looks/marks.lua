-- Marks that masters use beyond Markdown: places to fill in, writing lines, boxes, page breaks, boxes to tick,
-- speaker notes and the title slide.
local typst = FORMAT:match("typst")

-- A paragraph of no height that begins a page: one that ends a page would leave an empty one where the page is full.
local PAGE_BREAK = '<w:p><w:pPr><w:pageBreakBefore/><w:spacing w:before="0" w:after="0" w:line="20" w:lineRule="exact"/></w:pPr></w:p>'

local function style(name)
  return pandoc.Attr("", {}, { ["custom-style"] = name })
end

function Span(span)
  if span.classes:includes("fill") then
    if typst then
      span.content:insert(1, pandoc.RawInline("typst", "#fill["))
      span.content:insert(pandoc.RawInline("typst", "]"))
      return span.content
    end
    span.content:insert(1, pandoc.Str("["))
    span.content:insert(pandoc.Str("]"))
    return pandoc.Span(span.content, style("Fill in"))
  end
end

-- typst would make lists, headings, dashes and ellipses of some words: they go in as strings, which it reads as they are.
function Str(str)
  if typst and not str.text:find("^[%w\128-\255,]+$") then
    local text = str.text:gsub('[\\"]', "\\%0")
    return pandoc.RawInline("typst", '#"' .. text .. '";')
  end
end

function Div(div)
  if div.classes:includes("pagebreak") then
    if FORMAT == "docx" then
      return pandoc.RawBlock("openxml", PAGE_BREAK)
    elseif typst then
      return pandoc.RawBlock("typst", "#pagebreak()")
    elseif FORMAT:match("odt") or FORMAT:match("opendocument") then
      return pandoc.RawBlock("opendocument", '<text:p text:style-name="Page_20_break"/>')
    end
    return {}
  elseif div.classes:includes("notes") and typst then
    return {}
  elseif div.classes:includes("box") then
    if typst then
      div.content:insert(1, pandoc.RawBlock("typst", "#panel["))
      div.content:insert(pandoc.RawBlock("typst", "]"))
      return div.content
    end
    return pandoc.Div(div.content, style("Box"))
  elseif div.classes:includes("lines") then
    local blocks = {}
    for _ = 1, tonumber(div.attributes.n or "4") do
      if typst then
        table.insert(blocks, pandoc.RawBlock("typst", "#writing-line"))
      else
        table.insert(blocks, pandoc.Div(pandoc.Para({ pandoc.Str("\u{a0}") }), style("Writing line")))
      end
    end
    return blocks
  end
end

local tick = '<w:sdt><w:sdtPr><w14:checkbox xmlns:w14="http://schemas.microsoft.com/office/word/2010/wordml">'
  .. '<w14:checked w14:val="0"/><w14:checkedState w14:val="2612" w14:font="MS Gothic"/>'
  .. '<w14:uncheckedState w14:val="2610" w14:font="MS Gothic"/></w14:checkbox></w:sdtPr><w:sdtContent><w:r>'
  .. '<w:rPr><w:rFonts w:ascii="MS Gothic" w:hAnsi="MS Gothic" w:eastAsia="MS Gothic" w:cs="MS Gothic"/></w:rPr>'
  .. '<w:t>\u{2610}</w:t></w:r></w:sdtContent></w:sdt>'

-- A list of boxes to tick has no bullets besides; in Word each box can be clicked.
function BulletList(list)
  local blocks = {}
  for _, item in ipairs(list.content) do
    local first = item[1] and item[1].content and item[1].content[1]
    if not first or first.t ~= "Str" or first.text ~= "\u{2610}" then
      return nil
    end
    if FORMAT == "docx" then
      item[1].content[1] = pandoc.RawInline("openxml", tick)
    end
    table.insert(blocks, pandoc.Div({ pandoc.Para(item[1].content) }, style("To tick")))
  end
  return FORMAT ~= "pptx" and FORMAT ~= "plain" and blocks or nil
end

function Image(image)
  if typst and #image.caption == 0 then
    error("an image without a text alternative: " .. image.src)
  end
end

-- A table of few rows and few words is kept on one page; what stands right above a table is kept with it,
-- and a line between two headings with the second.
local function short(tbl)
  local rows = #tbl.head.rows
  for _, body in ipairs(tbl.bodies) do
    rows = rows + #body.body
  end
  return rows <= 8 and #pandoc.utils.stringify(tbl) < 1200
end

local function joined(blocks)
  local made = pandoc.Blocks({})
  for i, block in ipairs(blocks) do
    local following = blocks[i + 1]
    local between = i > 1 and blocks[i - 1].t == "Header" and following and following.t == "Header"
    if block.t == "Para" and following and (following.t == "Table" or between) then
      if typst then
        made:extend({ pandoc.RawBlock("typst", "#block(sticky: true)["), block, pandoc.RawBlock("typst", "]") })
      else
        made:insert(pandoc.Div(block, style("Lead in")))
      end
    elseif block.t == "Table" and typst and short(block) then
      made:extend({ pandoc.RawBlock("typst", "#block(breakable: false)["), block, pandoc.RawBlock("typst", "]") })
    else
      made:insert(block)
    end
  end
  return made
end

-- What stands before the first slide is the title slide: its title, a line under it and its notes.
local function titled(doc)
  local first = doc.blocks[1]
  if not first or first.t ~= "Header" or first.level ~= 1 then
    return doc
  end
  doc.meta.title = pandoc.MetaInlines(first.content)
  doc.blocks:remove(1)
  while doc.blocks[1] and doc.blocks[1].t ~= "Header" do
    local block = doc.blocks:remove(1)
    if block.t == "Para" then
      doc.meta.subtitle = pandoc.MetaInlines(block.content)
    elseif block.t == "Div" and block.classes:includes("notes") then
      doc.meta.notes = pandoc.MetaBlocks(block.content)
    end
  end
  return doc
end

function Pandoc(doc)
  if FORMAT == "pptx" then
    return titled(doc)
  end
  doc.blocks = joined(doc.blocks)
  return doc
end
