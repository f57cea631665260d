// npm start: brings the workspace up to date, then runs the quick start in this same process, so signals reach it.
// Nothing is imported before the version check, and the syntax is one that older versions of Node read too.

async function main() {
  const [major, minor] = process.versions.node.split('.').map(Number)
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(
      `Anvil needs Node 20.19 or newer, and this is Node ${process.versions.node}. Install a current Node from https://nodejs.org, then run npm start again.`,
    )
    process.exitCode = 1
    return
  }
  const { prepare } = await import('./setup.mjs')
  prepare()
  await import('../examples/quick-start/dist/main.js')
}

main().catch((error) => {
  console.error(error.name === 'SetupError' ? error.message : error)
  process.exitCode = 1
})
