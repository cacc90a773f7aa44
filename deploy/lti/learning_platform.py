"""Students come to the hub by a link in the learning platform (LTI 1.3), and need no other login.

The Littlest JupyterHub loads this file from /opt/tljh/config/jupyterhub_config.d. Choose the
platform, and put in what it gave you when you registered the hub.
"""

from ltiauthenticator.lti13.auth import LTI13Authenticator

PLATFORM = "canvas"
CLIENT_ID = "10000000000001"

# Addresses of the platforms; a Moodle has its own.
MOODLE = "https://moodle.school.org"
ADDRESSES = {
    "canvas": {
        "issuer": "https://canvas.instructure.com",
        "authorize_url": "https://sso.canvaslms.com/api/lti/authorize_redirect",
        "jwks_endpoint": "https://sso.canvaslms.com/api/lti/security/jwks",
    },
    "moodle": {
        "issuer": MOODLE,
        "authorize_url": f"{MOODLE}/mod/lti/auth.php",
        "jwks_endpoint": f"{MOODLE}/mod/lti/certs.php",
    },
}


class ByNumber(LTI13Authenticator):
    """Takes names that are numbers, as Canvas sends them."""

    def get_username(self, token):
        return str(super().get_username(token))


c = get_config()  # noqa: F821 JupyterHub defines it
c.JupyterHub.authenticator_class = ByNumber
c.LTI13Authenticator.update(ADDRESSES[PLATFORM])
c.LTI13Authenticator.client_id = {CLIENT_ID}
# A student's name on the hub: the custom field `student` of the registration. In Canvas
# student=$Canvas.user.id is the number that the gradebook has, so that grades find their rows.
c.LTI13Authenticator.username_key = "custom_student"
c.LTI13Authenticator.uri_scheme = "https"
c.LTI13Authenticator.tool_name = "Notebooks of the course"
# Whom the platform sends is allowed. The platform says who is in the course.
c.Authenticator.allow_all = True
# The hub's page may stand inside a page of the platform only if cookies go there.
c.JupyterHub.tornado_settings = {"cookie_options": {"SameSite": "None", "Secure": True}}
