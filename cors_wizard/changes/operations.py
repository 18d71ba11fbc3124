"""The operations that knowledge files name, each a function over the project."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from cors_wizard.changes.configuration import app_settings, extensions
from cors_wizard.changes.configuration.https_switch import spare_this_machine, switch_https_off
from cors_wizard.changes.configuration.load_settings import load_settings
from cors_wizard.changes.configuration.requirements import require_flask_cors
from cors_wizard.changes.flask_cors.allow_request import allow_request, pass_headers, silence_one_layer
from cors_wizard.changes.flask_cors.cover_errors import cover_raised_errors
from cors_wizard.changes.flask_cors.decorators import move_cross_origin
from cors_wizard.changes.flask_cors.keep_one_setup import keep_one_setup
from cors_wizard.changes.page import page_base, page_calls, page_elements, page_settings
from cors_wizard.changes.page.login_calls import send_credentials, store_the_login
from cors_wizard.changes.page.page_by_path import call_by_path
from cors_wizard.changes.page.page_headers import send_no_cors_headers
from cors_wizard.changes.page.page_routes import call_the_route
from cors_wizard.changes.page.page_slashes import write_one_slash
from cors_wizard.changes.preflights.login_answers import send_scripts_no_redirect
from cors_wizard.changes.preflights.options_pass import (
    import_missing_names,
    leave_options_to_flask,
    let_options_pass,
    let_responses_pass,
)
from cors_wizard.changes.preflights.rate_limits import leave_preflights_uncounted
from cors_wizard.changes.project import Project
from cors_wizard.changes.proxy_settings import proxy_preflights, upstream
from cors_wizard.changes.proxy_settings.served_files import send_with_files
from cors_wizard.changes.routing import routes
from cors_wizard.changes.routing.middleware import allow_in_middleware
from cors_wizard.changes.routing.put_beside_app import put_beside_app

Operation = Callable[[Project], None]


OPERATIONS: Mapping[str, Operation] = {
    "allow-request": allow_request,
    "move-cross-origin-down": move_cross_origin,
    "let-options-pass": let_options_pass,
    "leave-options-to-flask": leave_options_to_flask,
    "accept-both-slashes": routes.accept_both_slashes,
    "allow-method-on-route": routes.allow_method,
    "keep-talisman-from-redirecting": extensions.keep_talisman_from_redirecting,
    "allow-socketio-origin": extensions.allow_socketio_origin,
    "correct-import": extensions.correct_import,
    "import-missing-names": import_missing_names,
    "let-responses-pass": let_responses_pass,
    "silence-one-layer": silence_one_layer,
    "proxy-passes-headers": pass_headers,
    "proxy-passes-options": proxy_preflights.pass_options,
    "proxy-errors-carry-headers": upstream.correct_upstream,
    "proxy-passes-the-path": upstream.pass_the_path,
    "page-sends-credentials": send_credentials,
    "page-stores-the-login": store_the_login,
    "page-sends-no-credentials": page_calls.send_no_credentials,
    "page-asks-with-cors": page_calls.ask_with_cors,
    "page-sends-no-cors-headers": send_no_cors_headers,
    "page-writes-one-slash": write_one_slash,
    "page-adds-the-slash": page_calls.add_the_slash,
    "page-spells-method": page_calls.spell_method,
    "page-calls-flasks-port": page_base.call_flasks_port,
    "page-uses-one-host": page_base.use_one_host,
    "page-calls-the-final-host": page_base.call_the_final_host,
    "page-asks-over-http": page_base.ask_over_http,
    "page-asks-over-https": page_base.ask_over_https,
    "page-loads-with-cors": page_elements.load_with_cors,
    "page-fills-the-base-url": page_settings.fill_base_url,
    "page-writes-the-whole-url": page_base.write_the_whole_url,
    "page-calls-by-path": call_by_path,
    "trust-the-proxy": app_settings.trust_the_proxy,
    "send-cookies-across-sites": app_settings.send_cookies_across_sites,
    "keep-cookies-on-their-host": app_settings.keep_cookies_on_their_host,
    "allow-larger-bodies": app_settings.allow_larger_bodies,
    "trust-the-host": app_settings.trust_the_host,
    "run-async-view": app_settings.run_async_view,
    "allow-in-connect-src": extensions.allow_in_connect_src,
    "page-calls-the-route": call_the_route,
    "cover-raised-errors": cover_raised_errors,
    "keep-one-setup": keep_one_setup,
    "put-code-beside-app": put_beside_app,
    "send-scripts-no-redirect": send_scripts_no_redirect,
    "load-the-settings": load_settings,
    "switch-https-off": switch_https_off,
    "spare-this-machine": spare_this_machine,
    "proxy-sends-with-files": send_with_files,
    "leave-preflights-uncounted": leave_preflights_uncounted,
    "allow-in-middleware": allow_in_middleware,
    "require-flask-cors": require_flask_cors,
}
