"""How long reading a page's code takes: 5,000 files of which some send, one large bundle, hostile code.

    python -m benchmarks.page_code

Prints and judges, and leaves with 1 where a goal is missed.
"""

from __future__ import annotations

import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass

from cors_wizard.page_code.read_page_code import read_page_code

_CLIENT = """import axios from 'axios';
export const api = axios.create({ baseURL: import.meta.env.VITE_API, withCredentials: true });
api.interceptors.request.use((config) => {
  config.headers.Authorization = `Bearer ${localStorage.getItem('t')}`;
  return config;
});
export const request = (path: string, init: RequestInit = {}) =>
  fetch('http://localhost:5000' + path, { ...init, credentials: 'include' });
"""
_SERVICE = """import {{ api, request }} from '../../api/client';
export interface Row {{ id: number; name: string }}
export const list{0} = async (page = 1) => (await api.get<Row[]>('/things{0}', {{ params: {{ page }} }}));
export const one{0} = (id: number) => api.get<Row>(`/things{0}/${{id}}`);
export const save{0} = (row: Row) =>
  api.put(`/things{0}/${{row.id}}`, row, {{ headers: {{ 'X-Row': '{0}' }} }});
export async function remove{0}(id: number) {{
  return request(`/things{0}/${{id}}`, {{ method: 'DELETE' }});
}}
"""
_COMPONENT = """import React, {{ useMemo, useState, useEffect }} from 'react';
import {{ list{0}, save{0} }} from '../features/f{0}/service';
export function Component{1}({{ title }}: {{ title: string }}) {{
  const [items, setItems] = useState<any[]>([]);
  useEffect(() => {{ list{0}().then(setItems); }}, []);
{2}
  return <ul>{{items.map((item) => <li onClick={{() => save{0}(item)}}>{{item.name}}</li>)}}</ul>;
}}
"""
_LINES = "\n".join(
    f"  const value{n} = useMemo(() => items.filter((x) => x.id > {n}).map((x) => x.name), [items]);"
    for n in range(20)
)


@dataclass(frozen=True)
class _File:
    path: str
    text: str


def main() -> int:
    """Measure, print, judge."""
    hostile = "".join(f"const f{n} = (a) => [a, f{n + 1}(a), f{n + 1}(a + 1)];\n" for n in range(3_000))
    hostile += "fetch('/a');"
    goals = [
        ("5,000 files, 100 of them send, in seconds", _seconds(tuple(_project(5_000, 100))), 2.0),
        ("5,000 files, 300 of them send, in seconds", _seconds(tuple(_project(5_000, 300))), 2.0),
        ("one bundle of 5 MB, in seconds", _seconds((_File("app.js", "fetch('/a');" * 420_000),)), 0.2),
        (
            "3,000 functions that fan out, in seconds",
            _seconds((_File("a.js", hostile),)),
            8.0,
        ),
        ("loading what reads, in seconds", _loading(), 0.3),
    ]
    for what, measured, goal in goals:
        print(f"{'ok  ' if measured <= goal else 'MISS'} {measured:7.2f} (goal {goal:g})  {what}")
    return int(any(measured > goal for _, measured, goal in goals))


def _project(files: int, services: int) -> Iterator[_File]:
    yield _File("src/api/client.ts", _CLIENT)
    for number in range(services):
        yield _File(f"src/features/f{number}/service.ts", _SERVICE.format(number))
    for number in range(files - services - 1):
        text = _COMPONENT.format(number % services, number, _LINES)
        yield _File(f"src/components/c{number}.tsx", text)


def _seconds(files: tuple[_File, ...]) -> float:
    """The least of three rounds, in seconds of this process's own processor time."""
    times = []
    for _ in range(3):
        start = time.process_time()
        read_page_code(files)
        times.append(time.process_time() - start)
    return min(times)


def _loading() -> float:
    code = (
        "import time; s = time.process_time();"
        "from cors_wizard.page_code.read_page_code import read_page_code;"
        "read_page_code([]); print(time.process_time() - s)"
    )
    runs = (subprocess.run([sys.executable, "-c", code], capture_output=True, text=True) for _ in range(3))
    return min(float(run.stdout) for run in runs)


if __name__ == "__main__":
    sys.exit(main())
