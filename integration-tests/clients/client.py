"""Three calls with Python's own HTTP client: client.py <base URL> <token>. Prints for each its name, status, content type and protocol."""
import sys
import urllib.error
import urllib.request

base, token = sys.argv[1:]


def call(name, path, signed, body=None):
    request = urllib.request.Request(base + path, data=body)
    if signed:
        request.add_header('Authorization', f'Bearer {token}')
    if body:
        request.add_header('Content-Type', 'application/json')
    try:
        answer = urllib.request.urlopen(request, timeout=20)
    except urllib.error.HTTPError as refusal:
        answer = refusal
    with answer:
        answer.read()
        print(name, answer.status, answer.headers['Content-Type'], {10: 'HTTP/1.0', 11: 'HTTP/1.1'}[answer.fp.version if hasattr(answer.fp, 'version') else answer.version])


call('quote', '/quotes/BTC', True)
call('rpc', '/rpc', True, b'{"jsonrpc":"2.0","id":1,"method":"eth_chainId","params":[]}')
call('refused', '/quotes/BTC', False)
