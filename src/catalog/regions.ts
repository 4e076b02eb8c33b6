import { documented, Fact, SOURCES } from './fact';

/** What runs under a BTP subaccount. */
export type BtpInfrastructure = 'azure' | 'aws' | 'gcp' | 'sap' | 'alibaba';

export const BTP_INFRASTRUCTURES: readonly BtpInfrastructure[] = ['azure', 'aws', 'gcp', 'sap', 'alibaba'];

/** A Cloud Foundry region of SAP BTP. */
export interface Region extends Fact {
  /** SAP's id, such as `eu10`. */
  readonly id: string;
  readonly infrastructure: BtpInfrastructure;
  /** The provider's own name of the region, as the provider writes it. */
  readonly iaasRegion: string;
  readonly place: string;
  /** Base domain: `hana.ondemand.com`, in China another one. */
  readonly domain: string;
  /** Sub-landscapes besides the region itself, such as `eu10-004`. */
  readonly subLandscapes: readonly string[];
}

/** SAP's international base domain. */
export const BASE_DOMAIN = 'hana.ondemand.com';
const CHINA_DOMAIN = 'platform.sapcloud.cn';

type Row = readonly [id: string, iaasRegion: string, place: string, ...indices: string[]];

const AZURE: Row[] = [
  ['eu20', 'westeurope', 'Europe (Netherlands)', '001', '002'],
  ['eu22', 'germanywestcentral', 'Europe (Frankfurt)'],
  ['ap20', 'australiaeast', 'Australia (Sydney)'],
  ['ap21', 'southeastasia', 'Singapore'],
  ['br20', 'brazilsouth', 'Brazil (São Paulo)'],
  ['ca20', 'canadacentral', 'Canada Central (Toronto)'],
  ['cn20', 'chinanorth3', 'China (North 3)'],
  ['uk20', 'uksouth', 'UK South (London)'],
  ['us20', 'westus2', 'US West (WA)'],
  ['jp20', 'japaneast', 'Japan (Tokyo)'],
  ['us21', 'eastus', 'US East (VA)', '001'],
  ['ch20', 'switzerlandnorth', 'Switzerland (Zurich)'],
];
const AWS: Row[] = [
  ['br10', 'sa-east-1', 'Brazil (São Paulo)'],
  ['jp10', 'ap-northeast-1', 'Japan (Tokyo)'],
  ['ap10', 'ap-southeast-2', 'Australia (Sydney)'],
  ['ap11', 'ap-southeast-1', 'Asia Pacific (Singapore)'],
  ['ap12', 'ap-northeast-2', 'Asia Pacific (Seoul)'],
  ['ca10', 'ca-central-1', 'Canada (Montreal)'],
  ['eu10', 'eu-central-1', 'Europe (Frankfurt)', '002', '003', '004', '005'],
  ['eu11', 'eu-central-1', 'Europe (Frankfurt)'],
  ['eu13', 'eu-south-1', 'Europe (Milan)'],
  ['us10', 'us-east-1', 'US East (VA)', '001', '002', '003'],
  ['us11', 'us-west-2', 'US West (Oregon)'],
];
const GCP: Row[] = [
  ['us30', 'us-central1', 'US Central (IA)'],
  ['eu30', 'europe-west3', 'Europe (Frankfurt)'],
  ['in30', 'asia-south1', 'India (Mumbai)'],
  ['il30', 'me-west1', 'Israel (Tel Aviv)'],
  ['jp30', 'asia-northeast2', 'Japan (Osaka)'],
  ['jp31', 'asia-northeast1', 'Japan (Tokyo)'],
  ['sa30', 'me-central2', 'KSA (Dammam, regulated customers)'],
  ['sa31', 'me-central2', 'KSA (Dammam, non-regulated customers)'],
  ['ap30', 'australia-southeast1', 'Australia (Sydney)'],
  ['br30', 'southamerica-east1', 'Brazil (São Paulo)'],
];
const ALIBABA: Row[] = [['cn40', 'cn-shanghai', 'China (Shanghai)']];
const SAP: Row[] = [
  ['ae01', 'ap-ae-1', 'UAE (Dubai)'],
  ['ap01', 'ap-au-1', 'Australia (Sydney)'],
  ['eu01', 'eu-de-2', 'Europe (Frankfurt), EU access only'],
  ['eu02', 'eu-de-1', 'Europe (Rot), SAP EU access'],
  ['jp01', 'ap-jp-1', 'Japan (Tokyo)'],
  ['us01', 'na-us-1', 'US (Sterling)'],
  ['us02', 'na-us-2', 'US West (Colorado)'],
];

const regionsOf = (infrastructure: BtpInfrastructure, rows: readonly Row[]): Region[] =>
  rows.map(([id, iaasRegion, place, ...indices]) => Object.freeze({
    ...{ id, infrastructure, iaasRegion, place },
    domain: id.startsWith('cn') ? CHINA_DOMAIN : BASE_DOMAIN,
    subLandscapes: Object.freeze(indices.map((index) => `${id}-${index}`)),
    ...documented(SOURCES.regions),
  }));

/** All Cloud Foundry regions SAP lists, by id. Which of them offer Edge Integration Cell is in SAP Note 3379690 only. */
export const REGIONS: ReadonlyMap<string, Region> = new Map([
  ...regionsOf('azure', AZURE), ...regionsOf('aws', AWS), ...regionsOf('gcp', GCP), ...regionsOf('alibaba', ALIBABA), ...regionsOf('sap', SAP),
].map((region) => [region.id, region]));

/** `eu10` of `eu10-004`. */
export function parentRegion(id: string): string {
  return id.replace(/-\d{3}$/, '');
}

/** The region of an id such as `eu10` or `eu10-004`; undefined when SAP lists neither region nor sub-landscape. */
export function findRegion(id: string): Region | undefined {
  const region = REGIONS.get(parentRegion(id));
  return region !== undefined && (region.id === id || region.subLandscapes.includes(id)) ? region : undefined;
}

/** Regions whose domain and object store SAP does not document for Edge Integration Cell. */
export function isChina(id: string): boolean {
  return id.startsWith('cn');
}
