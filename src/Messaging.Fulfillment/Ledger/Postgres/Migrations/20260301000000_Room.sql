-- Room on each page of work for a second version of every row: recording a send intent then stays on the page and touches no index.
-- With a fifth of the page only the first few rows did.

alter table work set (fillfactor = 50);
