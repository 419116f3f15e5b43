"""A bot that rejects every call, with Python's standard library only.

It is configured by the variables that `msgraph-calling-standin` sets, and listens on the port that
is its argument. `--wrong NAME` makes it wrong in one way, for tests of the stand-in.
"""

import base64
import hashlib
import json
import os
import signal
import ssl
import sys
import threading
import time
import urllib.parse
import urllib.request
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

GRAPH = os.environ["STANDIN_GRAPH_URL"]
AUTHORITY = os.environ["STANDIN_AUTHORITY"]
METADATA = os.environ["STANDIN_METADATA_URL"]
APP_ID = os.environ["STANDIN_APP_ID"]
TENANT = os.environ["STANDIN_TENANT"]
WRONG = sys.argv[sys.argv.index("--wrong") + 1] if "--wrong" in sys.argv else None
TLS = ssl.create_default_context(cafile=os.environ.get("STANDIN_CA_FILE"))
ISSUERS = ("https://api.botframework.com", "https://graph.microsoft.com")
SKEW = 300
# For how long the bot goes on after SIGTERM, while it is not ready.
DRAIN = 5
STOPPING = threading.Event()


def fetch(request):
    with urllib.request.urlopen(request, timeout=5, context=TLS) as response:
        body = response.read()
        return json.loads(body) if body else None


def decode(part):
    return base64.urlsafe_b64decode(part + "=" * (-len(part) % 4))


class Keys:
    """The published keys, fetched when an unknown one is used."""

    def __init__(self):
        self.keys = {}

    def find(self, key_id):
        if key_id not in self.keys:
            keys = fetch(fetch(METADATA)["jwks_uri"])["keys"]
            self.keys = {key["kid"]: key for key in keys}
        return self.keys.get(key_id)


class Tokens:
    """The token for Graph, kept until shortly before it expires."""

    def __init__(self):
        self.lock = threading.Lock()
        self.token, self.expires = None, 0

    def get(self):
        with self.lock:
            if time.time() > self.expires - 60:
                form = urllib.parse.urlencode({
                    "grant_type": "client_credentials",
                    "client_id": APP_ID,
                    "client_secret": "any",
                    "scope": "https://graph.microsoft.com/.default",
                })
                url = f"{AUTHORITY}/{TENANT}/oauth2/v2.0/token"
                answer = fetch(urllib.request.Request(url, form.encode()))
                self.token = answer["access_token"]
                self.expires = time.time() + int(answer["expires_in"])
            return self.token


KEYS, TOKENS = Keys(), Tokens()


def sender_status(authorization):
    """Returns None if the sender is Graph, and the status of the answer otherwise."""
    if not authorization or not authorization.startswith("Bearer "):
        return 401
    head, claims, signature = authorization[len("Bearer "):].split(".")
    header = json.loads(decode(head))
    key = KEYS.find(header.get("kid"))
    if header.get("alg") != "RS256" or key is None:
        return 401
    modulus = int.from_bytes(decode(key["n"]), "big")
    exponent = int.from_bytes(decode(key["e"]), "big")
    size = (modulus.bit_length() + 7) // 8
    number = pow(int.from_bytes(decode(signature), "big"), exponent, modulus)
    digest = hashlib.sha256(f"{head}.{claims}".encode()).digest()
    info = bytes.fromhex("3031300d060960864801650304020105000420") + digest
    padded = b"\x00\x01" + b"\xff" * (size - len(info) - 3) + b"\x00" + info
    if number.to_bytes(size, "big") != padded:
        return 401
    claims = json.loads(decode(claims))
    now = time.time()
    if claims.get("iss") not in ISSUERS or "tid" not in claims:
        return 401
    if not claims["nbf"] - SKEW <= now <= claims["exp"] + SKEW:
        return 401
    return None if (claims["aud"], claims["tid"]) == (APP_ID, TENANT) else 403


class Calls:
    """The calls that are rejected or over."""

    def __init__(self):
        self.lock = threading.Lock()
        self.known = set()

    def add(self, call):
        with self.lock:
            is_new = call not in self.known
            self.known.add(call)
            return is_new


CALLS = Calls()


def reject(call):
    if WRONG == "late":
        time.sleep(6)
    token = "made-up" if WRONG == "token" else TOKENS.get()
    reason = "Busy" if WRONG == "body" else "busy"
    request = urllib.request.Request(
        f"{GRAPH}/communications/calls/{call}/reject",
        json.dumps({"reason": reason}).encode(),
        {"Authorization": f"Bearer {token}", "Content-Type": "application/json"},
    )
    for _ in range(2 if WRONG == "twice" else 1):
        for _ in range(5):
            try:
                fetch(request)
                break
            except urllib.error.HTTPError as error:
                if error.code not in (429, 503):
                    print(f"call {call}: Graph answers {error.code}", file=sys.stderr)
                    break
                time.sleep(float(error.headers.get("Retry-After", 1)))
            except OSError as error:
                # There is no answer: another attempt may get one.
                print(f"call {call}: {error}", file=sys.stderr)


def handle(notification):
    call = notification.get("resourceUrl", "").split("/calls/")[-1].split("/")[0]
    resource = notification.get("resourceData")
    is_call = isinstance(resource, dict) and resource.get("@odata.type") == "#microsoft.graph.call"
    change = notification.get("changeType")
    if is_call and change == "deleted":
        CALLS.add(call)
    elif is_call and change == "created" and resource.get("state") == "incoming":
        if (CALLS.add(call) or WRONG == "twice") and WRONG != "never":
            # The process ends after the last of these threads.
            threading.Thread(target=reject, args=(call,)).start()


class Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"

    def do_GET(self):
        is_ready = self.path == "/ready" and not STOPPING.is_set()
        self.answer(200 if is_ready else 503)

    def do_POST(self):
        body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
        status = None if WRONG == "credulous" else sender_status(self.headers.get("Authorization"))
        if status is None:
            status = self.receive(body)
        self.answer(status)

    def answer(self, status):
        self.send_response(status)
        self.send_header("Content-Length", "0")
        if STOPPING.is_set():
            self.send_header("Connection", "close")
        self.end_headers()

    def receive(self, body):
        try:
            notifications = json.loads(body).get("value")
        except ValueError:
            return 400
        if notifications is None:
            return 204
        for notification in notifications:
            handle(notification)
        return 202

    def log_message(self, *_):
        pass


class Server(ThreadingHTTPServer):
    # Bursts wait here until they are accepted.
    request_queue_size = 256


SERVER = Server(("127.0.0.1", int(sys.argv[1])), Handler)


def drain():
    time.sleep(DRAIN)
    SERVER.shutdown()


def stop(*_):
    STOPPING.set()
    threading.Thread(target=drain).start()


if WRONG != "abrupt":
    signal.signal(signal.SIGTERM, stop)
SERVER.serve_forever()
SERVER.server_close()
