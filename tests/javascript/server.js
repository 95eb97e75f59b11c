/// <reference lib="deno.ns" />
// Answers deno.py: a request is a line of JSON on standard input, its answer a line on standard output.

/** @type {Record<string, new (buffer: ArrayBuffer) => ArrayBufferView>} */
const TYPED = {
  float32: Float32Array,
  float64: Float64Array,
  int8: Int8Array,
  int16: Int16Array,
  int32: Int32Array,
  uint8: Uint8Array,
  uint16: Uint16Array,
  uint32: Uint32Array,
};
/** @type {Map<Function, string>} */
const NAMES = new Map(Object.entries(TYPED).map(([name, type]) => [type, name]));

console.log = console.error; // standard output carries answers

/**
 * A value of JavaScript from what deno.py's to_wire has made of one of Python's.
 * @type {(value: any) => any}
 */
function fromWire(value) {
  if (Array.isArray(value)) return value.map(fromWire);
  if (value === null || typeof value !== "object") return value;
  if (!("$" in value)) return fieldsFromWire(value);
  if (value.$ === "object") return fieldsFromWire(value.value);
  if (value.$ === "undefined") return undefined;
  if (value.$ === "number") {
    return /** @type {Record<string, number>} */ ({ nan: NaN, inf: Infinity, "-inf": -Infinity })[value.value];
  }
  const { buffer } = Uint8Array.fromBase64(value.value);
  return value.$ === "bytes" ? new DataView(buffer) : new TYPED[value.$](buffer);
}

/** @type {(fields: object) => object} */
function fieldsFromWire(fields) {
  return Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, fromWire(value)]));
}

/**
 * The other way round; what Python has no word for is refused.
 * @type {(value: any) => unknown}
 */
function toWire(value) {
  if (value === undefined) return { $: "undefined" };
  if (typeof value === "number") return toNumber(value);
  if (value === null || typeof value === "string" || typeof value === "boolean") return value;
  if (Array.isArray(value)) return Array.from(value, toWire); // a hole is undefined
  if (ArrayBuffer.isView(value)) {
    const bytes = new Uint8Array(value.buffer, value.byteOffset, value.byteLength);
    const kind = value instanceof DataView ? "bytes" : NAMES.get(value.constructor);
    if (kind) return { $: kind, value: bytes.toBase64() };
  }
  if (typeof value === "object" && [Object.prototype, null].includes(Object.getPrototypeOf(value))) {
    /** @type {object} */
    const fields = Object.fromEntries(Object.entries(value).map(([name, field]) => [name, toWire(field)]));
    return "$" in fields ? { $: "object", value: fields } : fields;
  }
  const kind = typeof value === "object" ? value.constructor.name : typeof value;
  throw new TypeError(`an answer is made of numbers, text, arrays and plain objects, got a ${kind}`);
}

/** @type {(value: number) => unknown} */
function toNumber(value) {
  if (Object.is(value, -0)) return { $: "number", value: "-0" };
  return Number.isFinite(value) ? value : { $: "number", value: String(value).replace("Infinity", "inf") };
}

/**
 * The exports of these files in one object.
 * @type {(modules: string[]) => Promise<Record<string, unknown>>}
 */
async function load(modules) {
  /** @type {Record<string, unknown>} */
  const library = {};
  for (const url of modules) {
    for (const [name, exported] of Object.entries(await import(url))) {
      if (Object.hasOwn(library, name)) throw new Error(`two of the files export ${name}: ask for them one by one`);
      library[name] = exported;
    }
  }
  return library;
}

/** @type {(request: { modules: string[], expression: string, values: unknown[] }) => Promise<unknown>} */
async function answer({ modules, expression, values }) {
  const library = await load(modules);
  const found = new Function("library", `return (${expression});`)(library);
  return toWire(await (typeof found === "function" ? found(...values.map(fromWire)) : found));
}

const encoder = new TextEncoder();

/** @type {(text: string) => Promise<void>} */
async function write(text) {
  let bytes = encoder.encode(`${text}\n`);
  while (bytes.length) bytes = bytes.subarray(await Deno.stdout.write(bytes));
}

async function* readLines() {
  let rest = "";
  for await (const text of Deno.stdin.readable.pipeThrough(new TextDecoderStream())) {
    const lines = (rest + text).split("\n");
    rest = lines.pop() ?? "";
    yield* lines;
  }
}

await write("ready");
for await (const line of readLines()) {
  let said;
  try {
    said = { value: await answer(JSON.parse(line)) };
  } catch (error) {
    said = { thrown: error instanceof Error ? error.stack : `thrown: ${String(error)}` };
  }
  await write(JSON.stringify(said));
}
