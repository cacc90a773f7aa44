#!/usr/bin/env bash
# Package:  jupyterhub-ltiauthenticator 1.6.3 (jupyterhub 6.1.1), LTI13Authenticator with username_key = "custom_..."
# Expected: the field student=$Canvas.user.id, the number that the exported gradebook has, becomes the name "4711"
# Happens:  Canvas puts the number into the token as a number, 4711 and not "4711", and the login ends in an
#           AttributeError ('int' object has no attribute 'lower'), a page "500" for each student
# Hurts:    hubs whose students come from Canvas: names that match the gradebook are the ones that cannot log in
# Instead:  a class of one's own, whose get_username gives str(super().get_username(token))
. "$(dirname "$0")/_venv.sh"
install jupyterhub==6.1.1 jupyterhub-ltiauthenticator==1.6.3

python <<'PYTHON'
import asyncio
from importlib.metadata import version

from ltiauthenticator.lti13.auth import LTI13Authenticator

CUSTOM = "https://purl.imsglobal.org/spec/lti/claim/custom"
authenticator = LTI13Authenticator(username_key="custom_student", allow_all=True)

def login(student):
    token = {"sub": "a1b2", CUSTOM: {"student": student}}
    try:
        return asyncio.run(authenticator.get_authenticated_user(None, token))["name"]
    except AttributeError as error:
        return f"AttributeError: {error}"

text, number = login("4711"), login(4711)
print("jupyterhub-ltiauthenticator", version("jupyterhub-ltiauthenticator"))
print("a text in the token:  ", text)
print("a number in the token:", number)
assert text == "4711" and "no attribute 'lower'" in number
PYTHON
