@echo off
rem Double-click on Windows: installs what is needed into .venv on first use, then opens the form in the browser.
setlocal
chcp 65001 >nul
cd /d "%~dp0"

fc /b requirements.lock .venv\installed.lock >nul 2>&1 && goto open

set "PYTHON=py -3.11"
%PYTHON% -c "import sys; sys.exit(sys.version_info[:2] != (3, 11))" >nul 2>&1 && goto install
set "PYTHON=python"
%PYTHON% -c "import sys; sys.exit(sys.version_info[:2] != (3, 11))" >nul 2>&1 && goto install
echo Python 3.11 is missing. Install it from python.org (Downloads, Windows, 3.11), then double-click here again.
echo Falta Python 3.11. Se instala desde python.org (Downloads, Windows, 3.11); después, doble clic aquí otra vez.
pause
exit /b 1

:install
echo Installing, once; this takes some minutes ... / Instalando, una sola vez; tarda unos minutos...
%PYTHON% -m venv .venv || goto failed
.venv\Scripts\python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.lock || goto failed
.venv\Scripts\python -m pip install --quiet --disable-pip-version-check --no-deps --no-build-isolation -e . || goto failed
copy /y requirements.lock .venv\installed.lock >nul

:open
echo Opening the browser. Close this window when you have finished. / Se abre el navegador. Al terminar, cerrar esta ventana.
set "JUPYTER_CONFIG_PATH=%CD%\notebooks\.jupyter"
.venv\Scripts\python -m jupyterlab notebooks\00_start.ipynb || goto failed
exit /b 0

:failed
echo It did not work: the lines above say why. A double click tries again. / No ha funcionado: las líneas de arriba dicen por qué. Otro doble clic lo vuelve a intentar.
pause
exit /b 1
