import { spawn } from 'node:child_process';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { dirname } from 'node:path';
import { onTestFinished } from 'vitest';
import { hermeticEnvironment } from './git-environment.js';
import type { Repository } from './repository.js';

/** How the server fails: before or after git has taken the pushed pack, on every request, or not at all. */
export type Fault =
  | 'none'
  | 'drop-before-pack'
  | 'drop-after-accept'
  | 'error-after-accept'
  | 'hang-after-accept'
  | 'error'
  | 'hang'
  | 'credentials';

export interface GitServer {
  readonly url: string;
  /** `METHOD /path?query`, in order. */
  readonly requests: readonly string[];
  /** From now on, requests fail in this way. */
  fail(fault: Fault): void;
}

/** Serves a bare repository through `git http-backend`, git's own CGI program, as a real server would. */
export async function serveRepository(remote: Repository): Promise<GitServer> {
  let fault: Fault = 'none';
  const requests: string[] = [];
  const server = createServer((request, response) => {
    requests.push(`${request.method} ${request.url}`);
    void answer(remote, request, response, fault);
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(() => {
    server.closeAllConnections();
    server.close();
  });
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}/${remote.root.slice(dirname(remote.root).length + 1)}`,
    requests,
    fail: next => {
      fault = next;
    },
  };
}

async function answer(
  remote: Repository,
  request: IncomingMessage,
  response: ServerResponse,
  fault: Fault,
): Promise<void> {
  const pushes = request.method === 'POST' && request.url?.endsWith('/git-receive-pack') === true;
  if (fault === 'hang') return;
  if (fault === 'error') return void response.writeHead(503).end('out of order');
  if (fault === 'credentials' && request.headers.authorization === undefined)
    return void response.writeHead(401, { 'WWW-Authenticate': 'Basic realm="git"' }).end();
  if (fault === 'drop-before-pack' && pushes) return void request.socket.destroy();
  const output = await backend(remote, request);
  if (pushes && fault === 'hang-after-accept') return;
  if (pushes && fault === 'drop-after-accept') return void request.socket.destroy();
  if (pushes && fault === 'error-after-accept') return void response.writeHead(502).end('bad gateway');
  const end = output.indexOf('\r\n\r\n');
  const headers = output.subarray(0, end).toString('latin1').split('\r\n');
  const status = headers.find(line => /^status:/i.test(line));
  response.statusCode = status === undefined ? 200 : Number.parseInt(status.slice(7).trim(), 10);
  for (const line of headers) {
    const colon = line.indexOf(':');
    if (line !== status) response.setHeader(line.slice(0, colon), line.slice(colon + 1).trim());
  }
  response.end(output.subarray(end + 4));
}

/** One run of the CGI program, with the whole of its output. */
function backend(remote: Repository, request: IncomingMessage): Promise<Buffer> {
  const [path = '', query = ''] = (request.url ?? '').split('?');
  const header = (name: string) => request.headers[name]?.toString();
  const child = spawn('git', ['http-backend'], {
    env: hermeticEnvironment({
      GIT_PROJECT_ROOT: dirname(remote.root),
      GIT_HTTP_EXPORT_ALL: '1',
      PATH_INFO: path,
      QUERY_STRING: query,
      REQUEST_METHOD: request.method,
      REMOTE_USER: 'ada',
      REMOTE_ADDR: '127.0.0.1',
      CONTENT_TYPE: header('content-type'),
      CONTENT_LENGTH: header('content-length'),
      HTTP_CONTENT_ENCODING: header('content-encoding'),
      GIT_PROTOCOL: header('git-protocol'),
    }),
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin.on('error', () => undefined);
  request.pipe(child.stdin);
  const chunks: Buffer[] = [];
  child.stdout.on('data', (chunk: Buffer) => chunks.push(chunk));
  return new Promise(resolve => child.on('close', () => resolve(Buffer.concat(chunks))));
}
