import type { BundledPrompt } from '@anvil/shared'
import type { Breaking, PromptChange } from '@anvil/shared/api'
import { lazy, type ReactNode, Suspense } from 'react'
import { promptText } from './prompt-text.js'
import { TextBox } from './text-box.js'
import { VariableChanges } from './variable-changes.js'

const TextDiff = lazy(async () => ({ default: (await import('./text-diff.js')).TextDiff }))

interface ChangedPromptProps {
  change: PromptChange
  breaking: readonly Breaking[]
  /** Shows the texts, where that is more than words. */
  showText?: ((id: string, from: BundledPrompt, to: BundledPrompt) => ReactNode) | undefined
}

/** One prompt that differs: its variables, its texts word by word, and the rest of it. */
export function ChangedPrompt({ change, breaking, showText }: ChangedPromptProps) {
  const { id, from, to, fields, variables } = change
  return (
    <div className="space-y-3">
      {variables.length > 0 && <VariableChanges changes={variables} />}
      {fields.includes('kind') && (
        <p>
          It was a {from.kind} and is a {to.kind} now.
        </p>
      )}
      {fields.includes('delimiters') && (
        <p>
          Its tags were written with <Tags prompt={from} /> and are written with <Tags prompt={to} /> now.
        </p>
      )}
      {(fields.includes('text') || fields.includes('kind')) &&
        (showText?.(id, from, to) ?? <Words label={`Text of ${id}`} from={promptText(from)} to={promptText(to)} />)}
      {fields.includes('metadata') && (
        <>
          <p className="font-medium">Metadata</p>
          <Words label={`Metadata of ${id}`} from={pretty(from.metadata)} to={pretty(to.metadata)} />
        </>
      )}
      {breaking.length === 0 && fields.length === 0 && <p className="text-muted">Only what it includes differs.</p>}
    </div>
  )
}

function Words({ label, from, to }: { label: string; from: string; to: string }) {
  return (
    <TextBox label={label}>
      <Suspense fallback={to}>
        <TextDiff from={from} to={to} />
      </Suspense>
    </TextBox>
  )
}

function Tags({ prompt }: { prompt: BundledPrompt }) {
  const [open, close] = prompt.delimiters ?? ['{{', '}}']
  return (
    <code className="font-mono">
      {open} {close}
    </code>
  )
}

const pretty = (value: unknown): string => JSON.stringify(value, null, 2)
