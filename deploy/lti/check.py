"""Load the files of this folder with the real packages; a platform's stand-in sends students.

In an environment that has jupyterhub and what requirements.txt names:
    python deploy/lti/check.py
It prints what it sees. The first thing that is not as it should be ends it.
"""

import asyncio
import json
import sys
import threading
import time
from http.server import BaseHTTPRequestHandler, HTTPServer
from importlib.metadata import version
from pathlib import Path

import jwt
import yaml
from cryptography.hazmat.primitives.asymmetric import rsa
from jupyterhub.app import JupyterHub
from ltiauthenticator.lti13.error import InvalidAudienceError, ValidationError
from ltiauthenticator.lti13.validator import LTI13LaunchValidator
from traitlets.config import Config

HERE = Path(__file__).resolve().parent
CLAIM = "https://purl.imsglobal.org/spec/lti/claim/"
KEY, OTHER_KEY = (rsa.generate_private_key(65537, 2048) for _ in range(2))


def configured(load):
    """A hub's authenticator after `load` has given the hub its configuration."""
    JupyterHub.clear_instance()
    hub = JupyterHub()
    load(hub)
    authenticator = hub.authenticator_class(parent=hub)
    for name in hub.config["LTI13Authenticator"]:
        if name not in authenticator.traits(config=True):
            sys.exit(f"the authenticator has no setting {name}")
    return authenticator


def from_python(hub):
    hub.load_config_file(str(HERE / "learning_platform.py"))


def from_helm(hub):
    values = yaml.safe_load((HERE / "zero-to-jupyterhub.yaml").read_text(encoding="utf-8"))
    config = Config(values["hub"]["config"])
    for source in values["hub"]["extraConfig"].values():
        exec(source, {"c": config})
    hub.update_config(config)


def launch(authenticator, student="4711", client=None, key=KEY):
    """What a platform sends when a student follows the link."""
    (known,) = authenticator.client_id
    now = int(time.time())
    token = {
        "iss": authenticator.issuer, "aud": client or known, "sub": "a1b2", "nonce": "n",
        "iat": now, "exp": now + 60, "azp": client or known,
        f"{CLAIM}message_type": "LtiResourceLinkRequest", f"{CLAIM}version": "1.3.0",
        f"{CLAIM}deployment_id": "1", f"{CLAIM}resource_link": {"id": "1"}, f"{CLAIM}roles": [],
        f"{CLAIM}target_link_uri": "https://hub.school.org", f"{CLAIM}custom": {"student": student},
    }  # fmt: skip
    return jwt.encode(token, key, "RS256", headers={"kid": "1"})


def logged_in(authenticator, sent, keys):
    """The name on the hub of the student whom the platform sent. Raises ValidationError."""
    validator = LTI13LaunchValidator()
    token = validator.verify_and_decode_jwt(
        encoded_jwt=sent,
        issuer=authenticator.issuer,
        audience=authenticator.client_id,
        jwks_endpoint=keys,
        jwks_algorithms=authenticator.jwks_algorithms,
    )
    validator.validate_id_token(token)
    user = asyncio.run(authenticator.get_authenticated_user(None, token))
    return user and user["name"]


class Keys(BaseHTTPRequestHandler):
    """The platform's public key, as it publishes it."""

    def do_GET(self):
        key = json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(KEY.public_key()))
        self.send_response(200)
        self.end_headers()
        self.wfile.write(json.dumps({"keys": [{**key, "kid": "1", "use": "sig"}]}).encode())

    def log_message(self, *_):
        """Nothing."""


def main():
    print(*(f"{name} {version(name)}" for name in ("jupyterhub", "jupyterhub-ltiauthenticator")))
    server = HTTPServer(("127.0.0.1", 0), Keys)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    keys = f"http://127.0.0.1:{server.server_port}"
    found = []
    for load in (from_python, from_helm):
        authenticator = configured(load)
        found.append(dict(authenticator.config["LTI13Authenticator"]))
        for student in ("4711", 4711):
            name = logged_in(authenticator, launch(authenticator, student), keys)
            assert name == "4711", name
        print(f"{load.__name__}: a student comes in as {name}, the number of the class list")
        for why, sent in {
            "for another tool": launch(authenticator, client="99"),
            "signed by somebody else": launch(authenticator, key=OTHER_KEY),
        }.items():
            try:
                sys.exit(f"a launch {why} came in as {logged_in(authenticator, sent, keys)}")
            except (InvalidAudienceError, ValidationError):
                print(f"{load.__name__}: a launch {why} is refused")
    found = [{k: list(v) if isinstance(v, set) else v for k, v in f.items()} for f in found]
    assert found[0] == found[1], "the two files differ"
    print("both files say the same")


if __name__ == "__main__":
    main()
