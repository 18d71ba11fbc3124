"""The libraries by the names of their packages, and by those that a script finds without importing them."""

from __future__ import annotations

import re
from collections.abc import Callable

from cors_wizard.page_code.evaluation import builtin_objects
from cors_wizard.page_code.evaluation.values import Object, native
from cors_wizard.page_code.libraries import (
    angular,
    aurelia,
    backbone,
    backends,
    clients,
    contracts,
    ember_data,
    graphql,
    hooks,
    maps,
    on_server,
    react_admin,
    stores,
    three,
    typed_fetch,
    uploads,
    urql,
    widgets,
    workbox,
)
from cors_wizard.page_code.libraries.axios import axios
from cors_wizard.page_code.libraries.fetch import fetch, fetch_intercept
from cors_wizard.page_code.libraries.fetcher_kinds import BETTER, GAXIOS, KY, OFETCH, REDAXIOS, UMI, XIOR
from cors_wizard.page_code.libraries.fetchers import fetcher, gaxios, up_fetch
from cors_wizard.page_code.libraries.htmx_script import htmx_script
from cors_wizard.page_code.libraries.inertia import inertia
from cors_wizard.page_code.libraries.jquery import jquery
from cors_wizard.page_code.libraries.rails import rails_request
from cors_wizard.page_code.libraries.rtk_query import rtk_query
from cors_wizard.page_code.libraries.rxjs import rxjs_ajax
from cors_wizard.page_code.libraries.socket_io import socket_io
from cors_wizard.page_code.libraries.streams import event_source_polyfill, fetch_event_source
from cors_wizard.page_code.libraries.superagent import superagent
from cors_wizard.page_code.libraries.thunks import redux_toolkit
from cors_wizard.page_code.libraries.vueuse import vueuse
from cors_wizard.page_code.libraries.wretch import wretch
from cors_wizard.page_code.sources.packages import is_at_least, is_before


def _fetch() -> Object:
    """A package that brings `fetch` to where it is missing."""
    made = native(fetch, "fetch")
    made.properties |= dict.fromkeys(("default", "fetch", *_OF_D3), made)
    return made


_OF_D3 = ("json", "csv", "tsv", "text", "xml", "html", "blob", "buffer")
"""What d3 calls `fetch` with, its options passed on."""
MAKERS: dict[str, Callable[[], Object]] = {
    "@angular/common/http": angular.angular,
    "@angular/core": angular.core,
    "ky": lambda: fetcher(KY),
    "ofetch": lambda: fetcher(OFETCH),
    "redaxios": lambda: fetcher(REDAXIOS),
    "xior": lambda: fetcher(XIOR),
    "umi-request": lambda: fetcher(UMI),
    "@better-fetch/fetch": lambda: fetcher(BETTER),
    "up-fetch": lambda: Object({"up": native(up_fetch, "up")}, is_open=True),
    "openapi-fetch": clients.openapi_fetch,
    "openapi-react-query": clients.openapi_query,
    "@hey-api/client-fetch": clients.hey_api,
    "alova": clients.alova,
    "mithril": clients.mithril,
    "@rails/request.js": rails_request,
    "aurelia-fetch-client": aurelia.aurelia,
    "wretch": wretch,
    "superagent": superagent,
    "superagent-promise": hooks.timing,
    "fetch-retry": hooks.timing,
    "socket.io-client": socket_io,
    "@reduxjs/toolkit": redux_toolkit,
    "@reduxjs/toolkit/query": rtk_query,
    "lodash": builtin_objects.merging,
    "lodash/debounce": hooks.timing,
    "@zodios/core": contracts.zodios,
    "@ts-rest/core": contracts.ts_rest,
    "@nanostores/query": contracts.nanoquery,
    "backbone": backbone.backbone,
    "@refinedev/simple-rest": react_admin.refine_rest,
    "zustand": stores.zustand,
    "zustand/middleware": stores.middleware,
    "pinia": stores.pinia,
    "react": hooks.react,
    "vue": hooks.vue,
    "swr": hooks.swr,
    "swr/mutation": hooks.swr_mutation,
    "redux-saga/effects": hooks.saga,
    "@tanstack/react-query": hooks.tanstack,
    "jquery": jquery,
    "cross-fetch": _fetch,
    "fetch-intercept": fetch_intercept,
    "@vueuse/core": vueuse,
    "event-source-polyfill": event_source_polyfill,
    "eventsource": event_source_polyfill,
    "@microsoft/fetch-event-source": fetch_event_source,
    "@urql/exchange-auth": urql.auth_exchange,
    "@trpc/client": backends.trpc,
    "@directus/sdk": backends.directus,
    "@feathersjs/feathers": backends.feathers,
    "@feathersjs/rest-client": backends.feathers_rest,
    "dropzone": uploads.dropzone,
    "@uppy/core": uploads.uppy_core,
    "@uppy/xhr-upload": uploads.uppy_upload,
    "uppy": uploads.uppy_of_the_page,
    "filepond": uploads.filepond,
    "react-filepond": uploads.react_filepond,
    "@uppy/tus": uploads.uppy_tus,
    "tus-js-client": uploads.tus,
    "antd": uploads.antd,
    "tabulator-tables": widgets.tabulator,
    "papaparse": widgets.papaparse,
    "pdfjs-dist": widgets.pdfjs,
    "@ckeditor/ckeditor5-build-classic": widgets.ckeditor,
    "tinymce": widgets.tinymce,
    "@fullcalendar/core": widgets.fullcalendar,
    "@inertiajs/core": inertia,
    "@ember/object": ember_data.ember_object,
    "gaxios": lambda: gaxios(GAXIOS),
    "openapi-typescript-fetch": typed_fetch.typed_fetch,
    "leaflet": maps.leaflet,
    "react-leaflet": maps.react_leaflet,
    "ol/source": maps.openlayers,
    "maplibre-gl": maps.maplibre,
    "three": three.loaders,
    "@react-three/fiber": three.fiber,
    "@react-three/drei": three.drei,
    "@builder.io/qwik-city": on_server.qwik_city,
    "astro:actions": on_server.astro_actions,
    "@tanstack/react-start": on_server.tanstack_start,
    "workbox-routing": workbox.workbox,
    "workbox-sw": workbox.workbox_of_the_page,
    "react-admin": react_admin.react_admin,
    "ra-data-simple-rest": react_admin.simple_rest,
    "ra-data-json-server": react_admin.json_server,
}
BY_VERSION: dict[str, tuple[str, Callable[[str], Object]]] = {
    "axios": ("axios", lambda version: axios(sends_token_across=not is_at_least(version, (1, 6, 2)))),
    "@apollo/client": ("@apollo/client", graphql.apollo),
    "urql": ("@urql/core", urql.urql),
    "graphql-request": ("graphql-request", graphql.graphql_request),
    "htmx.org": ("htmx.org", htmx_script),
    "ember-data": ("ember-source", ember_data.ember_data),
    "@ember-data/adapter/rest": ("ember-source", ember_data.rest_adapter),
    "@ember-data/adapter/json-api": ("ember-source", ember_data.json_api_adapter),
    "rxjs/ajax": ("rxjs", lambda version: rxjs_ajax(is_old=is_before(version, (7,)))),
}
"""What sends other headers in other versions: whose version it is, and what it makes."""
SAME = {
    "@apollo/client/core": "@apollo/client",
    "@apollo/client/link/context": "@apollo/client",
    "@apollo/client/link/http": "@apollo/client",
    "@apollo/client/link/batch-http": "@apollo/client",
    "apollo-link-http": "@apollo/client",
    "apollo-link-context": "@apollo/client",
    "apollo-link": "@apollo/client",
    "apollo-client": "@apollo/client",
    "apollo-boost": "@apollo/client",
    "apollo-upload-client": "@apollo/client",
    "apollo-upload-client/createUploadLink.mjs": "@apollo/client",
    "apollo-upload-client/UploadHttpLink.mjs": "@apollo/client",
    "@urql/core": "urql",
    "@urql/vue": "urql",
    "@urql/svelte": "urql",
    "@urql/preact": "urql",
    **dict.fromkeys(("@trpc/react-query", "@trpc/next"), "@trpc/client"),
    "@feathersjs/client": "@feathersjs/feathers",
    "ky-universal": "ky",
    "umi": "umi-request",
    "ember-data/adapters/rest": "@ember-data/adapter/rest",
    "ember-data/adapter/rest": "@ember-data/adapter/rest",
    "ember-data/adapter/json-api": "@ember-data/adapter/json-api",
    "ember": "@ember/object",
    "@qwik.dev/router": "@builder.io/qwik-city",
    "@tanstack/start": "@tanstack/react-start",
    "@tanstack/solid-start": "@tanstack/react-start",
    "mapbox-gl": "maplibre-gl",
    "three-stdlib": "three",
    "workbox-strategies": "workbox-routing",
    "ra-core": "react-admin",
    "@ts-rest/react-query": "@ts-rest/core",
    "@ts-rest/react-query/v5": "@ts-rest/core",
    "@pankod/refine-simple-rest": "@refinedev/simple-rest",
    **dict.fromkeys(
        ("@inertiajs/vue3", "@inertiajs/vue2", "@inertiajs/react", "@inertiajs/svelte", "@inertiajs/inertia"),
        "@inertiajs/core",
    ),
    "@umijs/max": "axios",
    "@aurelia/fetch-client": "aurelia-fetch-client",
    "rxjs/observable/dom/ajax": "rxjs/ajax",
    "mithril/request": "mithril",
    "ckeditor5": "@ckeditor/ckeditor5-build-classic",
    "antd/es/upload": "antd",
    "antd/lib/upload": "antd",
    **dict.fromkeys(
        (
            "fetch",
            "ember-fetch",
            "d3",
            "d3-fetch",
            "isomorphic-fetch",
            "isomorphic-unfetch",
            "unfetch",
            "whatwg-fetch",
            "node-fetch",
            "cross-fetch/polyfill",
        ),
        "cross-fetch",
    ),
    "@reduxjs/toolkit/query/react": "@reduxjs/toolkit/query",
    "@rtk-query/react": "@reduxjs/toolkit/query",
    "deepmerge": "lodash",
    **dict.fromkeys(("zustand/vanilla", "zustand/react", "zustand/traditional"), "zustand"),
    "zustand/middleware/immer": "zustand/middleware",
    "lodash-es": "lodash",
    **dict.fromkeys(("lodash/fp", "ramda", "redux", "remeda"), "lodash"),
    "lodash.merge": "lodash",
    "lodash/merge": "lodash",
    "defu": "lodash",
    "lodash/throttle": "lodash/debounce",
    "lodash.debounce": "lodash/debounce",
    "react-query": "@tanstack/react-query",
    "@tanstack/vue-query": "@tanstack/react-query",
    "@tanstack/solid-query": "@tanstack/react-query",
    "@tanstack/svelte-query": "@tanstack/react-query",
    "swr/immutable": "swr",
    "preact/hooks": "react",
    "jquery/dist/jquery": "jquery",
    "ohmyfetch": "ofetch",
    **dict.fromkeys(("sse.js", "reconnecting-eventsource", "extended-eventsource"), "event-source-polyfill"),
    "@opentelemetry/instrumentation-xml-http-request": "@opentelemetry/instrumentation-fetch",
    "@opentelemetry/auto-instrumentations-web": "@opentelemetry/instrumentation-fetch",
    "@elastic/apm-rum-react": "@elastic/apm-rum",
}
FROM_NETWORK = re.compile(
    r"https?://(?:[^?#]*?/(?:npm/)?((?:@[\w.-]+/)?[\w.-]+?)@[^/]+"
    r"|(?:esm\.sh|esm\.run|cdn\.skypack\.dev|unpkg\.com|cdn\.jsdelivr\.net/npm)/((?:@[\w.-]+/)?[\w.-]+)(?:[/?]|$))"
)
GLOBALS = {
    "Backbone": "backbone",
    "$": "jquery",
    "jQuery": "jquery",
    "superagent": "superagent",
    "ky": "ky",
    "m": "mithril",
    "d3": "d3",
    "io": "socket.io-client",
    "Dropzone": "dropzone",
    "Uppy": "uppy",
    "FilePond": "filepond",
    "tus": "tus-js-client",
    "Tabulator": "tabulator-tables",
    "Papa": "papaparse",
    "pdfjsLib": "pdfjs-dist",
    "ClassicEditor": "@ckeditor/ckeditor5-build-classic",
    "tinymce": "tinymce",
    "DataTable": "datatables.net",
    "FullCalendar": "@fullcalendar/core",
    "htmx": "htmx.org",
    "workbox": "workbox-sw",
    "DS": "ember-data",
    "Ember": "@ember/object",
    "L": "leaflet",
    "ol": "ol/source",
    "maplibregl": "maplibre-gl",
    "mapboxgl": "maplibre-gl",
    "THREE": "three",
}
