/** Actions by commit, since tags can be moved; the version is what update tools read. */
const PINS = {
  'actions/checkout': ['3d3c42e5aac5ba805825da76410c181273ba90b1', 'v7.0.1'],
  'actions/setup-node': ['820762786026740c76f36085b0efc47a31fe5020', 'v7.0.0'],
  'actions/setup-python': ['5fda3b95a4ea91299a34e894583c3862153e4b97', 'v7.0.0'],
  'actions/upload-artifact': ['043fb46d1a93c77aae656e7c1c64a875d1fc6a0a', 'v7.0.1'],
  'actions/download-artifact': ['3e5f45b2cfb9172054b4087a40e8e0b5a5461e7c', 'v8.0.1'],
  'astral-sh/setup-uv': ['c771a70e6277c0a99b617c7a806ffedaca235ff9', 'v9.0.0'],
  'pypa/gh-action-pypi-publish': ['dc37677b2e1c63e2034f94d8a5b11f265b73ba33', 'v1.14.2'],
} as const;

/** What stands behind `uses:`. */
export function action(name: keyof typeof PINS): string {
  const [commit, version] = PINS[name];
  return `${name}@${commit} # ${version}`;
}
