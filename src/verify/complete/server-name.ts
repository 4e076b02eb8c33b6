/** Key of a condition on the server name of a connection (istio.io, "Authorization Policy Conditions"). */
export const SERVER_NAME = 'connection.sni';
