// Runs page code with a recording fetch and XMLHttpRequest, once for each set of flags that it may see.
//
// Standard input: a JSON list of programs, {files: {path: code}, flags: number}. Standard output: for each
// program a list of runs, each the requests that it sent: [{url, method, credentials, headers}].
import { readFileSync } from 'node:fs';
import vm from 'node:vm';

const AXIOS = '/usr/share/nodejs/axios/dist/axios.min.js';
const MOST_RUNS = 16;
const programs = JSON.parse(readFileSync(0, 'utf8'));

function recorder(sent) {
  const add = (url, method, credentials, headers) =>
    sent.push({ url, method, credentials, headers: Object.fromEntries(headers) });
  class XMLHttpRequest {
    static DONE = 4;
    headers = new Headers();
    withCredentials = false;
    readyState = 0;
    status = 0;
    responseText = '{}';
    response = '{}';
    upload = { addEventListener() {} };
    responseURL = '';
    open(method, url) {
      this.method = ['delete', 'get', 'head', 'options', 'post', 'put'].includes(method.toLowerCase())
        ? method.toUpperCase()
        : method;
      this.url = url;
    }
    setRequestHeader(name, value) {
      this.headers.append(name, value);
    }
    addEventListener(name, call) {
      this[`on${name}`] = call;
    }
    getAllResponseHeaders() {
      return '';
    }
    getResponseHeader() {
      return null;
    }
    send(body) {
      const isBodiless = this.method === 'GET' || this.method === 'HEAD';
      const type = !isBodiless && body != null && new Request(this.url, { method: 'POST', body }).headers.get('content-type');
      if (type && !this.headers.has('content-type')) this.headers.set('content-type', type);
      add(this.url, this.method, this.withCredentials ? 'include' : 'same-origin', this.headers);
      this.readyState = 4;
      this.status = 200;
      queueMicrotask(() => {
        for (const name of ['readystatechange', 'load', 'loadend']) this[`on${name}`]?.({ target: this });
      });
    }
    abort() {}
  }
  async function fetch(input, options) {
    const request = new Request(input, options);
    add(request.url, request.method, request.credentials, request.headers);
    return new Response('{}', { headers: { 'content-type': 'application/json' } });
  }
  return { fetch, XMLHttpRequest };
}

async function run(program, flags) {
  const sent = [];
  const names = {
    ...recorder(sent),
    flag: (number) => Boolean(flags & (1 << number)),
    token: () => 'a-token',
    ...{ Headers, Request, Response, URL, URLSearchParams, FormData, Blob, AbortController, AbortSignal },
    ...{ console, setTimeout, clearTimeout, queueMicrotask, structuredClone, TextEncoder, btoa },
    location: { origin: 'http://page.example', href: 'http://page.example/', hostname: 'page.example' },
    document: { cookie: '', createElement: () => ({ setAttribute() {} }) },
    navigator: { userAgent: 'x', product: 'x' },
  };
  const context = vm.createContext(names);
  vm.runInContext('var window = globalThis, self = globalThis;', context);
  const modules = new Map();
  async function load(path) {
    if (!modules.has(path)) {
      if (path === 'axios') {
        vm.runInContext(readFileSync(AXIOS, 'utf8'), context);
        const axios = vm.runInContext('axios', context);
        const made = new vm.SyntheticModule(['default'], function () {
          this.setExport('default', axios);
        }, { context });
        modules.set(path, made);
      } else {
        modules.set(path, new vm.SourceTextModule(program.files[path], { context, identifier: path }));
      }
    }
    return modules.get(path);
  }
  const link = (specifier) => load(specifier.startsWith('.') ? `src/${specifier.slice(2)}.js` : specifier);
  try {
    const main = await load('src/main.js');
    await main.link(link);
    await main.evaluate();
    for (const name of ['before', 'act']) await main.namespace[name]?.();
    await new Promise((done) => setTimeout(done, 0));
  } catch (error) {
    return { error: String(error), sent };
  }
  return { sent };
}

const results = [];
for (const program of programs) {
  const ways = Math.min(2 ** program.flags, MOST_RUNS);
  const runs = [];
  for (let way = 0; way < ways; way++) {
    // With many flags the ways are spread over all of their combinations.
    const flags = program.flags > 4 ? (way * 2654435761) % 2 ** program.flags : way;
    runs.push(await run(program, flags));
  }
  results.push(runs);
}
process.stdout.write(JSON.stringify(results));
