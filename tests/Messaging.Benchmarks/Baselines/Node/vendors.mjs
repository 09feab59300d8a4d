// The three vendors' calls, signed; each answers with the vendor's id of the call once every order has succeeded.
import { createHash } from 'node:crypto';
import { Pool } from 'undici';

const account = vendor => ({ appId: `${vendor}-main`, secret: `secret-of-${vendor}-main` });

// Secret, every key with its value in the order of the keys, secret.
const digest = (parameters, secret) => {
  const text = Object.keys(parameters).sort().map(key => key + parameters[key]).join('');
  return createHash('md5').update(secret + text + secret, 'utf8').digest('hex');
};

const insist = (holds, answer) => {
  if (!holds) throw new Error(`An order did not succeed: ${JSON.stringify(answer)}`);
};

const postForm = async (pool, path, parameters, secret) => {
  const body = new URLSearchParams({ ...parameters, sign: digest(parameters, secret) }).toString();
  const response = await pool.request({
    method: 'POST', path, body, headers: { 'content-type': 'application/x-www-form-urlencoded; charset=utf-8' },
  });
  return response.body.json();
};

const seconds = () => Math.floor(Date.now() / 1000).toString();

const vendors = {
  polyv: {
    limit: 1000,
    eventType: 'OrderMarkedDelivering',
    async call(pool, orders) {
      const { appId, secret } = account('polyv');
      const query = { appId, timestamp: Date.now().toString() };
      query.sign = digest(query, secret).toUpperCase();
      const response = await pool.request({
        method: 'POST',
        path: `/live/v4/user/product/order/update-batch-status?${new URLSearchParams(query)}`,
        body: JSON.stringify({ orderNos: orders.map(order => order.orderNo), status: 'delivering' }),
        headers: { 'content-type': 'application/json; charset=utf-8' },
      });
      const answer = await response.body.json();
      const succeeded = new Set(answer.data?.successOrderNos);
      insist(answer.code === 200 && (!answer.data || orders.every(order => succeeded.has(order.orderNo))), answer);
      return answer.requestId;
    },
  },
  fengchao: {
    limit: 100,
    eventType: 'OrderShipped',
    async call(pool, orders) {
      const { appId, secret } = account('fengchao');
      const shipments = orders.map(order => ({
        order_id: order.orderNo, company_code: order.carrierCode, logistics_code: order.trackingNo,
      }));
      const parameters = { appid: appId, timestamp: seconds(), seller_nick: 'shop-main', request_data: JSON.stringify(shipments) };
      const answer = await postForm(pool, '/gateway/dd/order/logistics/add', parameters, secret);
      const succeeded = new Set(answer.data?.filter(order => order.code === 0).map(order => order.order_id));
      insist(answer.code === 0 && orders.every(order => succeeded.has(order.orderNo)), answer);
      return answer.trace_id;
    },
  },
  em: {
    limit: 1,
    eventType: 'OrderModified',
    async call(pool, [order]) {
      const { appId, secret } = account('em');
      const modification = {
        tradeno: order.orderNo,
        warehouseid: order.warehouseId.toString(),
        transportway: '2',
        logisticscompanyid: order.carrierId.toString(),
        provincename: order.province,
        cityname: order.city,
        distrctname: order.district,
        address: order.address,
        traderemark: order.orderRemark,
        items: order.items.map(item => ({ outerpcode: item.productCode, mainmeasunitqty: item.quantity.toString() })),
      };
      const parameters = { appid: appId, timestamp: seconds(), request_data: JSON.stringify(modification) };
      const answer = await postForm(pool, '/franchiser/api/trade/modify', parameters, secret);
      insist(Number(answer.statusCode) === 0, answer);
      return undefined;
    },
  },
};

export const open = (name, address, connections) => {
  const pool = new Pool(new URL(address).origin, { connections, pipelining: 1 });
  return { ...vendors[name], send: orders => vendors[name].call(pool, orders) };
};
