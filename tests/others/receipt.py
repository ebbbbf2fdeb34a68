# Whether a receipt is true, in a few lines of Python with pyca/cryptography: RECEIPT KEY.
import base64, hashlib, json, sys
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

text, (name, key_id, key) = open(sys.argv[1], encoding="utf-8", newline="").read(), sys.argv[2].split("+", 2)
proof, note, signatures = text.split("\n\n")
_, extra, index, *path = proof.split("\n")
note, index, key = note + "\n", int(index.removeprefix("index ")), base64.b64decode(key)
origin, size, root = note.split("\n")[:3]
signature = next(s for s in signatures.split("\n") if s.startswith(f"\u2014 {name} "))
signature = base64.b64decode(signature.split(" ")[2])
assert origin == name and key[0] == 1 and signature[:4].hex() == key_id, "another log or key"
Ed25519PublicKey.from_public_bytes(key[1:]).verify(signature[4:], note.encode())

sha = lambda data: hashlib.sha256(data).digest()
record = base64.b64decode(json.loads(base64.b64decode(extra.removeprefix("extra ")))["entry"])
node, at, last = sha(b"\0" + record), index, int(size) - 1
for sibling in map(base64.b64decode, path):
    if at % 2 or at == last:
        node = sha(b"\1" + sibling + node)
        while at % 2 == 0 and at:
            at, last = at >> 1, last >> 1
    else:
        node = sha(b"\1" + node + sibling)
    at, last = at >> 1, last >> 1
assert last == 0 and node == base64.b64decode(root), "the record is not in the log"
print(f"record {index} is in {origin}, of {size} records: {json.loads(record)['type']}")
