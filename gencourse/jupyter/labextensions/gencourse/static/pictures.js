// An extension of JupyterLab: a course widget without its kernel is a picture, where ipywidgets says "model not found".
//
// The file is loaded as it stands. JupyterLab takes an extension as a container of webpack's module federation, and
// that is an object with init() and get(): no bundler is needed to write one.
/** @typedef {{ data: Record<string, any>, metadata: Record<string, any> }} MimeModel */
/** @typedef {{ connect(slot: (sender: unknown, news: any) => void): void, disconnect(slot: Function): void }} Signal */
/** @typedef {{ node: HTMLElement, isHidden: boolean, widgets: { hide(): void }[], disposed: Signal, renderModel(model: MimeModel): Promise<void> }} Renderer */
/** @typedef {{ kernelChanged: Signal, statusChanged: Signal }} Session */
/** @typedef {{ content: { rendermime: { createRenderer(type: string): Renderer } }, sessionContext: Session }} Panel */
/** @typedef {{ forEach(work: (panel: Panel) => void): void, widgetAdded: Signal }} Tracker */

(() => {
  const WIDGET_VIEW = "application/vnd.jupyter.widget-view+json";
  const ENDINGS = ["restarting", "autorestarting", "terminating", "dead"]; // of a kernel
  const PATIENCE = 400; // milliseconds, in which most widgets come to life
  /** @type {Record<string, Record<string, { loaded?: unknown, get(): Promise<() => any> }>>} */
  let shared = {};

  const page = /** @type {any} */ (globalThis);
  page._JUPYTERLAB ??= {};
  page._JUPYTERLAB.gencourse = {
    init: (/** @type {typeof shared} */ scope) => void (shared = scope),
    async get() {
      const { INotebookTracker } = await take("@jupyterlab/notebook");
      const plugin = { id: "gencourse:pictures", autoStart: true, requires: [INotebookTracker], activate };
      return () => ({ __esModule: true, default: plugin });
    },
  };

  /** @type {(name: string) => Promise<any>} */
  async function take(name) {
    const versions = Object.values(shared[name]);
    return (await (versions.find(({ loaded }) => loaded) ?? versions[0]).get())();
  }

  /** @type {(app: unknown, tracker: Tracker) => void} */
  function activate(_app, tracker) {
    tracker.forEach(watchPanel);
    tracker.widgetAdded.connect((_, panel) => watchPanel(panel));
  }

  /** @type {(panel: Panel) => void} */
  function watchPanel({ content: { rendermime }, sessionContext }) {
    const create = rendermime.createRenderer.bind(rendermime);
    rendermime.createRenderer = (type) => {
      const renderer = create(type);
      if (type === WIDGET_VIEW) keepPicture(renderer, sessionContext);
      return renderer;
    };
  }

  /**
   * Show the picture in a renderer of ipywidgets' as long as there is no widget, and again when the kernel is gone.
   * @type {(renderer: Renderer, session: Session) => void}
   */
  function keepPicture(renderer, session) {
    const { node } = renderer;
    /** @type {HTMLElement | null} */
    let picture = null;
    let timer = 0;
    const render = renderer.renderModel.bind(renderer);
    renderer.renderModel = (model) => {
      picture = pictureOf(model);
      return render(model);
    };

    const show = () => {
      if (!picture || renderer.isHidden || renderer.widgets.length || picture.isConnected) return;
      node.replaceChildren(picture); // ipywidgets empties the node before it puts the widget in
    };
    const observer = new MutationObserver(() => {
      clearTimeout(timer);
      timer = setTimeout(show, node.textContent?.startsWith("Error") ? 0 : PATIENCE);
    });
    observer.observe(node, { childList: true });

    const sleep = () => {
      if (!picture || !renderer.widgets.length) return;
      renderer.widgets.forEach((widget) => widget.hide());
      node.append(picture);
    };
    const onStatus = (/** @type {unknown} */ _, /** @type {string} */ status) => ENDINGS.includes(status) && sleep();
    const onKernel = (/** @type {unknown} */ _, /** @type {{ oldValue: unknown }} */ { oldValue }) =>
      oldValue && sleep();
    session.statusChanged.connect(onStatus);
    session.kernelChanged.connect(onKernel);
    renderer.disposed.connect(() => {
      clearTimeout(timer);
      observer.disconnect();
      session.statusChanged.disconnect(onStatus);
      session.kernelChanged.disconnect(onKernel);
    });
  }

  /**
   * The picture that the widget's output holds beside it, with what is written below; null for widgets of others.
   * @type {(model: MimeModel) => HTMLElement | null}
   */
  function pictureOf({ data }) {
    const html = data["text/html"];
    if (typeof html !== "string" || !html.startsWith('<figure class="gc-still"')) return null;
    const place = document.createElement("div");
    place.className = "jp-RenderedHTMLCommon";
    place.innerHTML = html; // the notebook is trusted: in another one no widget is looked for
    return place;
  }
})();
