import { type ReactNode, useEffect } from 'react'
import { Wordmark } from '../shell/wordmark.js'

/** The frame of the pages before somebody is signed in. */
export function Door({ title, children }: { title: string; children: ReactNode }) {
  useEffect(() => {
    document.title = `${title} · Anvil`
  }, [title])
  return (
    <main className="mx-auto w-full max-w-sm px-4 py-[8vh]">
      <Wordmark />
      <h1 className="mt-8 mb-5 text-xl font-semibold">{title}</h1>
      {children}
      <nav aria-label="Reference" className="mt-8 flex flex-wrap gap-x-5 gap-y-2 border-t border-line pt-4 text-muted">
        <a className="underline underline-offset-4 hover:text-ink" href="docs">
          API reference
        </a>
        <a className="underline underline-offset-4 hover:text-ink" href="openapi.json">
          OpenAPI document
        </a>
      </nav>
    </main>
  )
}
