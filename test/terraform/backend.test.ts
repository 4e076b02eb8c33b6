import { backendOf } from '../../src/terraform/backend';

const names = { cell: 'plant-mannheim', target: 'hub' };

it('replaces its placeholders wherever they stand, and leaves the rest as it is', () => {
  expect(backendOf({
    type: 'azurerm',
    config: { key: '{cell}/{target}.tfstate', container_name: '{cell}-{cell}', use_oidc: true, retries: 3, workspaces: [{ name: '{target}' }, '{other}'], nothing: null },
  }, names)).toEqual({
    type: 'azurerm',
    config: { key: 'plant-mannheim/hub.tfstate', container_name: 'plant-mannheim-plant-mannheim', use_oidc: true, retries: 3, workspaces: [{ name: 'hub' }, '{other}'], nothing: null },
  });
});

it('holds literals only, also where a placeholder follows a sign', () => {
  expect(backendOf({ type: 's3', config: { key: '${cell}', prefix: '%{ if x }' } }, names).config).toEqual({ key: '$plant-mannheim', prefix: '%%{ if x }' });
});

it('changes nothing that it was given', () => {
  const given = { type: 's3', config: { key: '{cell}' } };
  backendOf(given, names);
  expect(given).toEqual({ type: 's3', config: { key: '{cell}' } });
});
