import { Search } from 'lucide-react'
import { useEffect, useState } from 'react'

const PAUSE_MS = 250

interface SearchBoxProps {
  label: string
  value: string
  /** Called once typing pauses. */
  onSearch: (text: string) => void
}

/** A box that looks for a text once typing pauses; it takes what is looked for by other ways, as by the back button. */
export function SearchBox({ label, value, onSearch }: SearchBoxProps) {
  const [text, setText] = useState(value)
  const [sent, setSent] = useState(value)
  const [seen, setSeen] = useState(value)
  if (value !== seen) {
    setSeen(value)
    setSent(value)
    if (value !== sent) setText(value)
  }
  useEffect(() => {
    if (text === value) return undefined
    const timer = setTimeout(() => {
      setSent(text)
      onSearch(text)
    }, PAUSE_MS)
    return () => clearTimeout(timer)
  }, [text, value, onSearch])
  return (
    <div className="relative w-full max-w-md">
      <Search aria-hidden="true" className="absolute top-2.5 left-2.5 size-4 text-muted" />
      <input
        type="search"
        aria-label={label}
        placeholder={label}
        maxLength={200}
        value={text}
        onChange={(event) => setText(event.target.value)}
        className="min-h-9 w-full rounded-md border border-strong-line bg-surface py-1.5 pr-2.5 pl-8 placeholder:text-muted"
      />
    </div>
  )
}
