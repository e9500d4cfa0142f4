// One POST over HTTP/2 without TLS: prints the status, the content type and the body as JSON. The body comes from standard input.
// node h2.mjs <origin> <path> <token> <chunked: true to say no content-length>
import {connect} from 'node:http2';
import {readFileSync} from 'node:fs';

const [origin, path, token, chunked] = process.argv.slice(2);
const body = readFileSync(0);
const session = connect(origin);
const stream = session.request({
  ':method': 'POST', ':path': path, authorization: `Bearer ${token}`, 'content-type': 'application/json',
  ...(chunked === 'true' ? {} : {'content-length': body.length}),
});
let answer = {}, text = '';
stream.setEncoding('utf8');
stream.on('response', (headers) => (answer = {status: headers[':status'], type: headers['content-type']}));
stream.on('data', (part) => (text += part));
stream.on('error', (error) => (answer.error = String(error)));
stream.on('close', () => {
  console.log(JSON.stringify({...answer, text}));
  session.destroy();
});
stream.end(body);
