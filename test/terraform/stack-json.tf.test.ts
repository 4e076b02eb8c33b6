import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DataAzurermFirewallPolicy } from '@cdktf/provider-azurerm/lib/data-azurerm-firewall-policy';
import { AzurermProvider } from '../../src/azure/bindings';
import { TerraformOutput, TerraformStack } from '../../src/terraform/engine';
import { stackJson } from '../../src/terraform/stack-json';

function policy(stack: TerraformStack): void {
  new AzurermProvider(stack, 'azurerm', { features: [{}], subscriptionId: 'abc' });
  const data = new DataAzurermFirewallPolicy(stack, 'Policy', { name: 'hub', resourceGroupName: 'net' });
  new TerraformOutput(stack, 'id', { value: data.id });
}

/** The whole text, so that both engines are known to write the same bytes. */
const TEXT = `{
  "data": {
    "azurerm_firewall_policy": {
      "Policy": {
        "name": "hub",
        "resource_group_name": "net"
      }
    }
  },
  "output": {
    "id": {
      "value": "\${data.azurerm_firewall_policy.Policy.id}"
    }
  },
  "provider": {
    "azurerm": [
      {
        "features": [
          {}
        ],
        "subscription_id": "abc"
      }
    ]
  },
  "terraform": {
    "required_providers": {
      "azurerm": {
        "source": "azurerm",
        "version": "4.55.0"
      }
    }
  }
}
`;

it('is the same text on both engines, with sorted keys and without their comments', () => {
  expect(stackJson(policy, { name: 'hub' })).toBe(TEXT);
});

it('has no backend unless one is given', () => {
  const backend = { type: 'azurerm', config: { key: 'plant/hub.tfstate', use_oidc: true } };
  expect(JSON.parse(stackJson(policy, { name: 'hub' })).terraform).not.toHaveProperty('backend');
  expect(JSON.parse(stackJson(policy, { name: 'hub', backend })).terraform.backend).toEqual({ azurerm: backend.config });
});

it('keeps a key // where it is data', () => {
  const text = stackJson((stack) => {
    policy(stack);
    stack.addOverride('data.azurerm_firewall_policy.Policy.tags', { '//': 'mine' });
  }, { name: 'hub' });
  expect(JSON.parse(text).data.azurerm_firewall_policy.Policy).toEqual({ name: 'hub', resource_group_name: 'net', tags: { '//': 'mine' } });
});

it('depends on the folder and the environment in nothing, and writes no file', () => {
  const [before, folder] = [process.cwd(), mkdtempSync(join(tmpdir(), 'eic-stack-'))];
  const environment = { CDKTF_OUTDIR: 'out', CDKTF_CONTEXT_JSON: '{"cdktfRelativeModules":["x"],"allowSepCharsInLogicalIds":"true"}' };
  process.chdir(folder);
  Object.assign(process.env, environment);
  try {
    expect(stackJson(policy, { name: 'hub' })).toBe(TEXT);
    expect(readdirSync(folder)).toEqual([]);
  } finally {
    for (const name of Object.keys(environment)) delete process.env[name];
    process.chdir(before);
    rmSync(folder, { recursive: true });
  }
});

it('fails for a stack that does not validate', () => {
  expect(() => stackJson((stack) => void new DataAzurermFirewallPolicy(stack, 'Policy', { name: 'hub', resourceGroupName: 'net' }), { name: 'hub' })).toThrow(/provider/i);
});
