"""Write the JSON schema of a charter to standard output."""

import json
import sys

from knowledge.charter import schema

json.dump(schema(), sys.stdout, indent=2, ensure_ascii=False)
sys.stdout.write("\n")
