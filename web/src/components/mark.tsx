import type { LucideIcon } from 'lucide-react'

const TONES = {
  good: 'bg-good-wash text-good',
  warn: 'bg-warn-wash text-warn',
  bad: 'bg-bad-wash text-bad',
  quiet: 'bg-sunken text-muted',
}

export interface MarkLook {
  tone: keyof typeof TONES
  icon: LucideIcon
  word: string
}

/** A state as its icon and its word: colour only helps. */
export function Mark({ look: { tone, icon: Icon, word } }: { look: MarkLook }) {
  return (
    <span className={`inline-flex items-center gap-1 rounded px-1.5 py-0.5 whitespace-nowrap ${TONES[tone]}`}>
      <Icon aria-hidden="true" className="size-3.5 shrink-0" />
      {word}
    </span>
  )
}
