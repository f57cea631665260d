import { AnvilError } from '@anvil/shared'
import { type IncludeSource, renderTemplate } from '@anvil/shared/template'
import { CircleAlert } from 'lucide-react'
import { useMemo } from 'react'
import type { Content } from './content.js'
import { sayUnrendered } from './say-unrendered.js'

interface PreviewProps {
  content: Content
  values: Readonly<Record<string, unknown>>
  includes: Readonly<Record<string, IncludeSource>>
}

/** What a prompt renders to with the example values. */
export function Preview({ content, values, includes }: PreviewProps) {
  const rendered = useMemo(() => {
    const parts = content.kind === 'text' ? [{ role: undefined, template: content.template }] : content.messages
    return parts.map(({ role, template }) => ({ role, result: render(template, { content, values, includes }) }))
  }, [content, values, includes])
  return (
    <div className="space-y-2">
      {rendered.map((part, index) => (
        <Rendered key={index} {...part} />
      ))}
    </div>
  )
}

function Rendered({ role, result }: { role: string | undefined; result: Result }) {
  return (
    <div className="rounded-md border border-line bg-surface p-3">
      {role !== undefined && <p className="mb-1 text-muted">{role}</p>}
      {'text' in result ? (
        <pre dir="auto" className="font-mono break-words whitespace-pre-wrap">
          {result.text === '' ? <span className="text-muted">Nothing</span> : result.text}
        </pre>
      ) : (
        <p className="flex gap-1.5 text-bad">
          <CircleAlert aria-hidden="true" className="mt-0.5 size-4 shrink-0" />
          <span className="min-w-0 break-words">{result.problem}</span>
        </p>
      )}
    </div>
  )
}

type Result = { text: string } | { problem: string }

function render(template: string, { content, values, includes }: PreviewProps): Result {
  const { delimiters, variables: declared } = content
  try {
    return { text: renderTemplate(template, values, { delimiters, includes, declared: declared ?? {} }) }
  } catch (error) {
    if (error instanceof AnvilError) return { problem: sayUnrendered(error) }
    throw error
  }
}
