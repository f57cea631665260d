import { Check, Copy } from 'lucide-react'
import { useState } from 'react'
import { Button } from './button.js'

/** Puts a text on the clipboard, and says so; `what` names it. */
export function CopyButton({ what, text }: { what: string; text: string }) {
  const [told, setTold] = useState('')
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(text)
      setTold('Copied')
    } catch {
      setTold('Select the text to copy it')
    }
  }
  const Icon = told === 'Copied' ? Check : Copy
  return (
    <>
      <Button onClick={() => void copy()} aria-label={`Copy ${what}`}>
        <Icon aria-hidden="true" className="size-4" />
        {told === '' ? 'Copy' : told}
      </Button>
      <span role="status" className="sr-only">
        {told}
      </span>
    </>
  )
}
