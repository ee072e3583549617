import type { Client } from '../clients.js';

const head = (title: string): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${title}</title>
<link rel="icon" href="data:,">
<style>
body { margin: 16px; font: 15px/1.4 system-ui, sans-serif; color: #222; background: #fff; }
h1 { margin: 0 0 4px; font-size: 20px; }
p { margin: 0 0 8px; }
#client { position: relative; width: 900px; height: 600px; border: 1px solid #999; }
#figures { white-space: pre-wrap; }
</style>`;

/** The page that lists all clients. */
export function indexPage(clients: readonly Client[]): string {
  const rows = clients.map(
    ({ name, title, what }) =>
      `<li><p><strong>${title}</strong>: ${what}<br>
<a href="/${name}/">with prefetching</a>, <a href="/${name}/?prefetch=off">without</a></p></li>`,
  );
  return `${head('Clients of rxjs-prefetch-cache')}
</head>
<body>
<h1>Clients of rxjs-prefetch-cache</h1>
<p>Each page is a library that reads its data through the cache. The server answers slowly.</p>
<ul>
${rows.join('\n')}
</ul>
</body>
</html>`;
}

/** The page of a client, around its script and styles. */
export function clientPage({ name, title, what }: Client, hasStyles: boolean): string {
  const styles = hasStyles ? `\n<link rel="stylesheet" href="/${name}/page.css">` : '';
  return `${head(title)}${styles}
</head>
<body>
<h1>${title}</h1>
<p>${what} <a href="/${name}/">With prefetching</a>, <a href="/${name}/?prefetch=off">without</a>, <a href="/">all clients</a></p>
<div id="client"></div>
<p><output id="figures"></output></p>
<script type="module" src="/${name}/page.js"></script>
</body>
</html>`;
}
