import { useState } from 'react'

/** A command to run in a terminal, with a button that copies it. */
export function Command({ label, text }: { label: string; text: string }) {
  const [told, setTold] = useState('')
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setTold('Copied')
    } catch {
      setTold('Select the text to copy it')
    }
  }
  return (
    <figure className="mt-3 overflow-hidden rounded-lg border border-stone-200 bg-stone-50 dark:border-stone-700 dark:bg-stone-950">
      <figcaption className="flex items-center justify-between gap-3 border-b border-stone-200 py-1.5 pr-1.5 pl-3 text-xs text-stone-600 dark:border-stone-700 dark:text-stone-400">
        {label}
        <span className="flex items-center gap-2">
          <span role="status">{told}</span>
          <button
            type="button"
            onClick={() => void copy()}
            aria-label={`Copy: ${label}`}
            className="min-h-7 rounded px-2 font-medium text-stone-800 hover:bg-stone-200 dark:text-stone-200 dark:hover:bg-stone-800"
          >
            Copy
          </button>
        </span>
      </figcaption>
      <pre tabIndex={0} aria-label={label} className="overflow-x-auto p-3 font-mono text-[0.8125rem] leading-6">
        <code>{text}</code>
      </pre>
    </figure>
  )
}
