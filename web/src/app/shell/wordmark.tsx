/** Anvil's sign and name. */
export function Wordmark() {
  return (
    <span className="flex items-center gap-2">
      <img src="icon.svg" alt="" className="size-6" />
      <span className="text-base font-semibold tracking-tight">Anvil</span>
    </span>
  )
}
