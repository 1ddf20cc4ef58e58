import { createServer } from 'node:http';
import { documentsOf } from './issuer.ts';

/** Shows the documents of an issuer on loopback: `node serve.ts PORT KEY-FILE`. */
const [port, key] = process.argv.slice(2) as [string, string];
const documents = await documentsOf({ url: `http://127.0.0.1:${port}`, key });

createServer(({ method, url }, response) => {
  const document = method === 'GET' ? documents[url ?? ''] : undefined;
  response.writeHead(document ? 200 : 404, { 'content-type': 'application/json' });
  response.end(JSON.stringify(document ?? { error: 'not_found' }));
}).listen(Number(port), '127.0.0.1');
