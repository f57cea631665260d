import { type KeyboardEvent, type ReactNode, useRef } from 'react'
import { useRowCursor } from './use-row-cursor.js'
import { useRowKeys } from './use-row-keys.js'
import { useWindowRows } from './use-window-rows.js'

interface WindowTableProps<T> {
  label: string
  heads: readonly string[]
  /** The classes of its grid; below `lg` the heads are for screen readers only. */
  grid: string
  items: readonly T[]
  /** How many there are with those that are not loaded yet. */
  count: number
  keyOf: (item: T) => string
  /** How high a row is, until it is measured. */
  rowPx: number
  /** Called when the end of what is loaded comes near. */
  onEnd?: () => void
  /** The cells of a row; its link takes the `tabIndex`. */
  children: (item: T, tabIndex: 0 | -1) => ReactNode
}

/** A long table of which only the rows in sight are in the page; `j`, `k` and the arrow keys lead from link to link. */
export function WindowTable<T>({ label, heads, grid, items, count, children, ...rest }: WindowTableProps<T>) {
  const { keyOf, rowPx, onEnd } = rest
  const box = useRef<HTMLDivElement>(null)
  const cursor = useRowCursor(box, items.length)
  const at = (index: number): string | number => {
    const item = items[index]
    return item === undefined ? index : keyOf(item)
  }
  const shown = useWindowRows({ box, count: items.length, rowPx, keyOf: at, at: cursor.at, onEnd })
  useRowKeys({ step: cursor.step, toggle: () => undefined })
  const onKeyDown = (event: KeyboardEvent<HTMLElement>) => {
    const by = { ArrowDown: 1, ArrowUp: -1 }[event.key]
    if (by === undefined) return
    event.preventDefault()
    cursor.step(by)
  }
  return (
    <div
      role="table"
      aria-label={label}
      aria-rowcount={count + 1}
      className="overflow-clip rounded-md border border-line bg-surface"
    >
      <Heads heads={heads} grid={grid} />
      <div role="rowgroup" ref={box} className="relative -mb-px" style={{ height: shown.height }} onKeyDown={onKeyDown}>
        {shown.rows.map(({ index, start, key }) => {
          const item = items[index]
          return (
            item !== undefined && (
              <div
                key={key}
                ref={shown.measure}
                role="row"
                aria-rowindex={index + 2}
                data-index={index}
                onFocus={() => cursor.set(index)}
                style={{ transform: `translateY(${start - shown.offset}px)` }}
                className={`absolute inset-x-0 top-0 scroll-mt-16 scroll-mb-2 border-b border-line py-2.5 focus-within:z-10 ${grid}`}
              >
                {children(item, index === cursor.at ? 0 : -1)}
              </div>
            )
          )
        })}
      </div>
    </div>
  )
}

function Heads({ heads, grid }: { heads: readonly string[]; grid: string }) {
  return (
    <div role="rowgroup">
      <div role="row" aria-rowindex={1} className={`border-line text-muted max-lg:sr-only lg:border-b lg:py-2 ${grid}`}>
        {heads.map((head) => (
          <span key={head} role="columnheader" className="font-medium">
            {head}
          </span>
        ))}
      </div>
    </div>
  )
}

/** One cell of it. */
export function WindowCell({ children, className = '' }: { children: ReactNode; className?: string }) {
  return (
    <span role="cell" className={`min-w-0 ${className}`}>
      {children}
    </span>
  )
}
