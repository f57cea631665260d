import { UserPen } from 'lucide-react'

interface EditingMarkProps {
  /** Who else edits, as `useEditors` says it. */
  editors: string
  /** Whether it takes one line of a list, however long the names are. */
  isLine?: boolean
}

/** Who else edits; nothing where nobody does. */
export function EditingMark({ editors, isLine = false }: EditingMarkProps) {
  if (editors === '') return null
  const look = isLine ? 'flex items-center' : 'inline-flex items-start rounded bg-warn-wash px-1.5 py-0.5'
  return (
    <span className={`max-w-full gap-1 text-warn ${look}`}>
      <UserPen aria-hidden="true" className={`size-3.5 shrink-0 ${isLine ? '' : 'mt-1'}`} />
      <span className={`min-w-0 ${isLine ? 'truncate' : 'break-words'}`}>{editors}</span>
    </span>
  )
}
