import type { DemoClient } from './demo-client.js'
import { escapeHtml } from './html.js'
import type { Rendered } from './render-shown.js'

type Status = ReturnType<DemoClient['status']>

/** The whole page; `public/live.js` replaces its main part whenever the prompts or the status change. */
export function renderPage(status: Status, rendered: readonly Rendered[]): string {
  return `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>Support desk · a LIVE instance</title>
<link rel="stylesheet" href="style.css">
<script type="module" src="live.js"></script>
</head>
<body>
<header><h1>Support desk</h1><p>A LIVE instance: these texts are rendered from memory, and change when somebody publishes.</p></header>
<main aria-live="polite">${renderMain(status, rendered)}</main>
</body>
</html>
`
}

/** The part of the page that changes. */
export function renderMain(status: Status, rendered: readonly Rendered[]): string {
  return `<dl>${facts(status)}</dl>${rendered.map(card).join('')}`
}

function facts({ state, mode, version, sequence, trust, connection, prompts }: Status): string {
  const rows = { state, mode, version, sequence, trust, connection: connection.via, prompts }
  return Object.entries(rows)
    .map(([name, value]) => `<div><dt>${name}</dt><dd>${escapeHtml(String(value ?? '–'))}</dd></div>`)
    .join('')
}

function card({ id, title, text, source, failed }: Rendered): string {
  return `<article${failed ? ' class="failed"' : ''}>
<h2>${escapeHtml(title)} <code>${escapeHtml(id)}</code></h2>
<p class="text" dir="auto">${escapeHtml(text)}</p>
<p class="source">${escapeHtml(source)}</p>
</article>`
}
