#!/bin/sh
# Double-click on macOS: installs what is needed into .venv on first use, then opens the form in the browser.
set -eu
cd "$(dirname "$0")"

find_python() {
    for name in python3.11 /Library/Frameworks/Python.framework/Versions/3.11/bin/python3.11 \
        /opt/homebrew/bin/python3.11 /usr/local/bin/python3.11; do
        if "$name" -c "import sys; sys.exit(sys.version_info[:2] != (3, 11))" >/dev/null 2>&1; then
            printf '%s\n' "$name"
            return
        fi
    done
    return 1
}

if [ ! -f .venv/.installed ] || [ requirements.lock -nt .venv/.installed ]; then
    python=$(find_python) || {
        echo "Python 3.11 is missing. Install it from python.org (Downloads, macOS, 3.11), then double-click here again."
        echo "Falta Python 3.11. Se instala desde python.org (Downloads, macOS, 3.11); después, doble clic aquí otra vez."
        exit 1
    }
    echo "Installing, once; this takes some minutes … / Instalando, una sola vez; tarda unos minutos…"
    "$python" -m venv .venv
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock
    .venv/bin/python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e .
    touch .venv/.installed
fi

echo "Opening the browser. Close this window when you have finished. / Se abre el navegador. Al terminar, cerrar esta ventana."
JUPYTER_CONFIG_PATH="$(pwd)/notebooks/.jupyter" exec .venv/bin/python -m jupyterlab notebooks/00_start.ipynb
