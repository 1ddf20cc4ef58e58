"""Writes a jar that is nothing but a manifest: python manifest_jar.py JAR MAIN-CLASS CLASS-PATH-FOLDER"""

import sys
import zipfile
from pathlib import Path

LINE_BYTES = 70  # a manifest's lines end at 72, and go on after a space

jar, main_class, folder = sys.argv[1:]
class_path = " ".join(f"{Path(folder).name}/{each.name}" for each in sorted(Path(folder).glob("*.jar")))
line = f"Class-Path: {class_path}"
wrapped = "\r\n ".join(line[at : at + LINE_BYTES] for at in range(0, len(line), LINE_BYTES))
with zipfile.ZipFile(jar, "w") as archive:
    archive.writestr("META-INF/MANIFEST.MF", f"Manifest-Version: 1.0\r\nMain-Class: {main_class}\r\n{wrapped}\r\n\r\n")
