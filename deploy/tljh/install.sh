#!/bin/sh
# Prepare The Littlest JupyterHub for the course: as root, on the server, in a clone of the course.
#   sudo sh deploy/tljh/install.sh https://raw.githubusercontent.com/NAME/REPOSITORY/environment/.binder/requirements.txt
# The address is that of the class's packages: `make class-environment` makes the branch.
set -eu
packages=${1:?"give the address of the list of packages"}

/opt/tljh/user/bin/python -m pip install -r "$packages"
install -m 644 "$(dirname "$0")/course.py" /opt/tljh/config/jupyterhub_config.d/

tljh-config set limits.memory 2G
tljh-config set limits.cpu 1
tljh-config set services.cull.timeout 3600  # an hour; the files stay
tljh-config set user_environment.default_app jupyterlab
tljh-config reload
