import type { ReactNode } from 'react'

/** A text in its own lines; a long one scrolls by itself. */
export function TextBox({ label, children }: { label: string; children: ReactNode }) {
  return (
    <div
      role="region"
      aria-label={label}
      tabIndex={0}
      className="max-h-96 overflow-auto rounded-md bg-sunken px-3 py-2 font-mono text-[0.8125rem] break-words whitespace-pre-wrap"
    >
      {children}
    </div>
  )
}
