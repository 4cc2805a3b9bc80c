// The kernel's worker: JupyterLite's own, with Python under way before it asks.
import "./__KERNEL__";
import "../__COMLINK__";
