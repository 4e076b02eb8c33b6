import * as x from '@cdktf/provider-azurerm';
import * as y from '@cdktf/provider-azurerm/lib';
export { x, y };
