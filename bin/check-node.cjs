// Plain old JavaScript on purpose: it must run, and speak, on every Node that somebody may have.
const needed = 24;
const running = process.versions.node;

if (Number.parseInt(running, 10) < needed) {
  console.error(
    `Plumbline needs Node ${needed} or newer; this is Node ${running} (${process.execPath}).\n` +
      `On Linux and Windows \`npm ci\` brings Node ${needed} along (unless optional packages are left out) ` +
      `and the npm scripts use it.\nElsewhere install Node ${needed} from https://nodejs.org and try again.`,
  );
  process.exit(1);
}
