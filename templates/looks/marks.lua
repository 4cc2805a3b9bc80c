-- Marks that masters use beyond Markdown: places to fill in, writing lines, boxes and page breaks.
local typst = FORMAT:match("typst")

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

function Div(div)
  if div.classes:includes("pagebreak") then
    if FORMAT == "docx" then
      return pandoc.RawBlock("openxml", '<w:p><w:r><w:br w:type="page"/></w:r></w:p>')
    elseif typst then
      return pandoc.RawBlock("typst", "#pagebreak()")
    end
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

function Image(image)
  if typst and #image.caption == 0 then
    error("an image without a text alternative: " .. image.src)
  end
end

-- A table of few rows and few words is kept on one page; what stands right above a table is kept with it.
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
    if block.t == "Para" and following and following.t == "Table" then
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

function Pandoc(doc)
  if not FORMAT:match("pptx") then
    doc.blocks = joined(doc.blocks)
  end
  return doc
end
