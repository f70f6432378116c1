-- SPDX-License-Identifier: MIT
-- Where the fields stand in logs and headers, by version.
-- Written by script/tables from data/: not to be edited here.

return {
  rrc = {
    lte_rrc = {
      {
        from = 0,
        pci = 4,
        earfcn = 6,
        earfcn_size = 2,
        sfn_subframe = 8,
        pdu = 10,
        pdu_len = 11,
        payload = 13,
        rows = {
          { "version", 0, 1 }, { "rrc.release", 1, 1 }, { "rrc.minor", 2, 1 },
          { "bearer", 3, 1 }, { "pci", 4, 2 }, { "earfcn", 6, 2 },
          { "pdu", 10, 1 }, { "pdu_len", 11, 2 },
        },
      },
      {
        from = 5,
        pci = 4,
        earfcn = 6,
        earfcn_size = 2,
        sfn_subframe = 8,
        pdu = 10,
        pdu_len = 15,
        payload = 17,
        rows = {
          { "version", 0, 1 }, { "rrc.release", 1, 1 }, { "rrc.minor", 2, 1 },
          { "bearer", 3, 1 }, { "pci", 4, 2 }, { "earfcn", 6, 2 },
          { "pdu", 10, 1 }, { "sib_mask", 11, 4 }, { "pdu_len", 15, 2 },
        },
      },
      {
        from = 8,
        pci = 4,
        earfcn = 6,
        earfcn_size = 4,
        sfn_subframe = 10,
        pdu = 12,
        pdu_len = 17,
        payload = 19,
        rows = {
          { "version", 0, 1 }, { "rrc.release", 1, 1 }, { "rrc.minor", 2, 1 },
          { "bearer", 3, 1 }, { "pci", 4, 2 }, { "earfcn", 6, 4 },
          { "pdu", 12, 1 }, { "sib_mask", 13, 4 }, { "pdu_len", 17, 2 },
        },
      },
      {
        from = 25,
        pci = 6,
        earfcn = 8,
        earfcn_size = 4,
        sfn_subframe = 12,
        pdu = 14,
        pdu_len = 19,
        payload = 21,
        rows = {
          { "version", 0, 1 }, { "rrc.release", 1, 1 }, { "rrc.minor", 2, 1 },
          { "nr_rrc.release", 3, 1 }, { "nr_rrc.minor", 4, 1 },
          { "bearer", 5, 1 }, { "pci", 6, 2 }, { "earfcn", 8, 4 },
          { "pdu", 14, 1 }, { "sib_mask", 15, 4 }, { "pdu_len", 19, 2 },
        },
      },
      {
        from = 30,
        pci = 6,
        earfcn = 8,
        earfcn_size = 4,
        sfn_subframe = 12,
        pdu = 14,
        pdu_len = 19,
        segment = 23,
        payload = 24,
        rows = {
          { "version", 0, 1 }, { "rrc.release", 1, 1 }, { "rrc.minor", 2, 1 },
          { "nr_rrc.release", 3, 1 }, { "nr_rrc.minor", 4, 1 },
          { "bearer", 5, 1 }, { "pci", 6, 2 }, { "earfcn", 8, 4 },
          { "pdu", 14, 1 }, { "sib_mask", 15, 4 }, { "pdu_len", 19, 2 },
          { "segment", 23, 1 },
        },
      },
    },
    nr_rrc = {
      {
        from = 0,
        pci = 7,
        nr_arfcn = 9,
        pdu = 17,
        pdu_len = 22,
        payload = 24,
        rows = {
          { "version", 0, 4 }, { "nr_rrc.release", 4, 1 },
          { "nr_rrc.minor", 5, 1 }, { "bearer", 6, 1 }, { "pci", 7, 2 },
          { "nr_arfcn", 9, 4 }, { "sfn", 13, 4 }, { "pdu", 17, 1 },
          { "sib_mask", 18, 4 }, { "pdu_len", 22, 2 },
        },
      },
      {
        from = 8,
        pci = 7,
        nr_arfcn = 9,
        sfn_subframe = 13,
        pdu = 17,
        pdu_len = 22,
        payload = 24,
        rows = {
          { "version", 0, 4 }, { "nr_rrc.release", 4, 1 },
          { "nr_rrc.minor", 5, 1 }, { "bearer", 6, 1 }, { "pci", 7, 2 },
          { "nr_arfcn", 9, 4 }, { "pdu", 17, 1 }, { "sib_mask", 18, 4 },
          { "pdu_len", 22, 2 },
        },
      },
      {
        from = 9,
        pci = 7,
        nr_arfcn = 9,
        pdu = 17,
        pdu_len = 22,
        payload = 24,
        rows = {
          { "version", 0, 4 }, { "nr_rrc.release", 4, 1 },
          { "nr_rrc.minor", 5, 1 }, { "bearer", 6, 1 }, { "pci", 7, 2 },
          { "nr_arfcn", 9, 4 }, { "sfn", 13, 4 }, { "pdu", 17, 1 },
          { "sib_mask", 18, 4 }, { "pdu_len", 22, 2 },
        },
      },
      {
        from = 10,
        pci = 7,
        nr_arfcn = 9,
        pdu = 16,
        pdu_len = 21,
        payload = 23,
        rows = {
          { "version", 0, 4 }, { "nr_rrc.release", 4, 1 },
          { "nr_rrc.minor", 5, 1 }, { "bearer", 6, 1 }, { "pci", 7, 2 },
          { "nr_arfcn", 9, 4 }, { "sfn", 13, 3 }, { "pdu", 16, 1 },
          { "sib_mask", 17, 4 }, { "pdu_len", 21, 2 },
        },
      },
      {
        from = 17,
        pci = 7,
        nr_arfcn = 17,
        pdu = 24,
        pdu_len = 29,
        payload = 31,
        rows = {
          { "version", 0, 4 }, { "nr_rrc.release", 4, 1 },
          { "nr_rrc.minor", 5, 1 }, { "bearer", 6, 1 }, { "pci", 7, 2 },
          { "ncgi", 9, 8 }, { "nr_arfcn", 17, 4 }, { "sfn", 21, 3 },
          { "pdu", 24, 1 }, { "sib_mask", 25, 4 }, { "pdu_len", 29, 2 },
        },
      },
      {
        from = 19,
        pci = 7,
        nr_arfcn = 17,
        pdu = 24,
        pdu_len = 29,
        payload = 32,
        rows = {
          { "version", 0, 4 }, { "nr_rrc.release", 4, 1 },
          { "nr_rrc.minor", 5, 1 }, { "bearer", 6, 1 }, { "pci", 7, 2 },
          { "ncgi", 9, 8 }, { "nr_arfcn", 17, 4 }, { "sfn", 21, 3 },
          { "pdu", 24, 1 }, { "sib_mask", 25, 4 }, { "pdu_len", 29, 2 },
        },
      },
      {
        from = 23,
        pci = 7,
        nr_arfcn = 17,
        pdu = 24,
        pdu_len = 29,
        segment = 34,
        payload = 35,
        rows = {
          { "version", 0, 4 }, { "nr_rrc.release", 4, 1 },
          { "nr_rrc.minor", 5, 1 }, { "bearer", 6, 1 }, { "pci", 7, 2 },
          { "ncgi", 9, 8 }, { "nr_arfcn", 17, 4 }, { "sfn", 21, 3 },
          { "pdu", 24, 1 }, { "sib_mask", 25, 4 }, { "pdu_len", 29, 2 },
          { "segment", 34, 1 },
        },
      },
      {
        from = 25,
        pci = 7,
        nr_arfcn = 17,
        pdu = 24,
        pdu_len = 29,
        payload = 32,
        rows = {
          { "version", 0, 4 }, { "nr_rrc.release", 4, 1 },
          { "nr_rrc.minor", 5, 1 }, { "bearer", 6, 1 }, { "pci", 7, 2 },
          { "ncgi", 9, 8 }, { "nr_arfcn", 17, 4 }, { "sfn", 21, 3 },
          { "pdu", 24, 1 }, { "sib_mask", 25, 4 }, { "pdu_len", 29, 2 },
        },
      },
      {
        from = 26,
        pci = 7,
        nr_arfcn = 17,
        pdu = 24,
        pdu_len = 29,
        segment = 34,
        payload = 35,
        rows = {
          { "version", 0, 4 }, { "nr_rrc.release", 4, 1 },
          { "nr_rrc.minor", 5, 1 }, { "bearer", 6, 1 }, { "pci", 7, 2 },
          { "ncgi", 9, 8 }, { "nr_arfcn", 17, 4 }, { "sfn", 21, 3 },
          { "pdu", 24, 1 }, { "sib_mask", 25, 4 }, { "pdu_len", 29, 2 },
          { "segment", 34, 1 },
        },
      },
    },
    lte_channels = {
      families = {
        vA = {
          [1] = "bcch_bch", [2] = "bcch_dl_sch", [3] = "mcch", [4] = "pcch",
          [5] = "dl_ccch", [6] = "dl_dcch", [7] = "ul_ccch", [8] = "ul_dcch",
        },
        vB = {
          [8] = "bcch_bch", [9] = "bcch_dl_sch", [10] = "mcch", [11] = "pcch",
          [12] = "dl_ccch", [13] = "dl_dcch", [14] = "ul_ccch",
          [15] = "ul_dcch",
        },
        vC = {
          [1] = "bcch_bch", [2] = "bcch_dl_sch", [4] = "mcch", [5] = "pcch",
          [6] = "dl_ccch", [7] = "dl_dcch", [8] = "ul_ccch", [9] = "ul_dcch",
        },
        vD = {
          [1] = "bcch_bch", [2] = "bcch_dl_sch", [4] = "mcch", [5] = "pcch",
          [6] = "dl_ccch", [7] = "dl_dcch", [8] = "ul_ccch", [9] = "ul_dcch",
          [54] = "bcch_bch.nb", [55] = "bcch_dl_sch.nb", [56] = "pcch.nb",
          [57] = "dl_ccch.nb", [58] = "dl_dcch.nb", [59] = "ul_ccch.nb",
          [61] = "ul_dcch.nb",
        },
        vE = {
          [1] = "bcch_bch", [3] = "bcch_dl_sch", [6] = "mcch", [7] = "pcch",
          [8] = "dl_ccch", [9] = "dl_dcch", [10] = "ul_ccch", [11] = "ul_dcch",
          [45] = "bcch_bch.nb", [46] = "bcch_dl_sch.nb", [47] = "pcch.nb",
          [48] = "dl_ccch.nb", [49] = "dl_dcch.nb", [50] = "ul_ccch.nb",
          [52] = "ul_dcch.nb",
        },
      },
      versions = {
        [0] = "vA", [1] = "vA", [2] = "vA", [3] = "vA", [4] = "vA", [5] = "vA",
        [6] = "vA", [7] = "vA", [8] = "vA", [9] = "vB", [10] = "vB",
        [11] = "vB", [12] = "vB", [13] = "vA", [14] = "vC", [15] = "vC",
        [16] = "vC", [17] = "vC", [18] = "vC", [19] = "vE", [20] = "vD",
        [21] = "vD", [22] = "vA", [23] = "vD", [24] = "vD", [25] = "vD",
      },
      others = "vE",
    },
    nr_channels = {
      families = {
        v7 = {
          [1] = "bcch.bch", [2] = "bcch.dl.sch", [3] = "dl.ccch",
          [4] = "dl.dcch", [5] = "pcch", [6] = "ul.ccch", [7] = "ul.ccch1",
          [8] = "ul.dcch", [9] = "rrc_reconf_msg", [10] = "complete",
          [24] = "radiobearerconfig",
        },
        v8 = {
          [1] = "bcch.bch", [2] = "bcch.dl.sch", [3] = "dl.ccch",
          [4] = "dl.dcch", [5] = "pcch", [6] = "ul.ccch", [7] = "ul.ccch1",
          [8] = "ul.dcch", [9] = "rrc_reconf_msg", [10] = "complete",
          [26] = "radiobearerconfig",
        },
        v9 = {
          [1] = "bcch.bch", [2] = "bcch.dl.sch", [3] = "dl.ccch",
          [4] = "dl.dcch", [5] = "pcch", [6] = "ul.ccch", [7] = "ul.ccch1",
          [8] = "ul.dcch", [9] = "rrc_reconf_msg", [10] = "complete",
          [25] = "radiobearerconfig", [28] = "ue_mrdc_cap", [29] = "ue_nr_cap",
        },
        v14 = {
          [1] = "bcch.bch", [2] = "bcch.dl.sch", [3] = "dl.ccch",
          [4] = "dl.dcch", [5] = "pcch", [6] = "ul.ccch", [7] = "ul.ccch1",
          [8] = "ul.dcch", [9] = "rrc_reconf_msg", [10] = "complete",
          [28] = "radiobearerconfig", [31] = "ue_mrdc_cap", [32] = "ue_nr_cap",
          [33] = "ue_nr_cap",
        },
        v17 = {
          [1] = "bcch.bch", [2] = "bcch.dl.sch", [3] = "dl.ccch",
          [4] = "dl.dcch", [5] = "pcch", [6] = "ul.ccch", [7] = "ul.ccch1",
          [8] = "ul.dcch", [9] = "rrc_reconf_msg", [10] = "complete",
          [29] = "radiobearerconfig",
        },
        v20 = {
          [1] = "bcch.bch", [2] = "bcch.dl.sch", [3] = "dl.ccch",
          [4] = "dl.dcch", [5] = "mcch", [6] = "pcch", [7] = "ul.ccch",
          [8] = "ul.ccch1", [9] = "ul.dcch", [10] = "rrc_reconf_msg",
          [11] = "complete", [36] = "radiobearerconfig",
        },
        v26 = {
          [1] = "bcch.bch", [2] = "bcch.dl.sch", [3] = "dl.ccch",
          [4] = "dl.dcch", [5] = "mcch", [6] = "pcch", [7] = "ul.ccch",
          [8] = "ul.ccch1", [9] = "ul.dcch", [11] = "rrc_reconf_msg",
          [12] = "complete", [36] = "radiobearerconfig",
        },
        v28 = {
          [1] = "bcch.bch", [2] = "bcch.dl.sch", [3] = "dl.ccch",
          [4] = "dl.dcch", [5] = "mcch", [6] = "pcch", [7] = "ul.ccch",
          [8] = "ul.ccch1", [9] = "ul.dcch", [10] = "ul.dcch",
          [11] = "rrc_reconf_msg", [12] = "complete",
          [36] = "radiobearerconfig",
        },
      },
      versions = {
        [0] = "v7", [1] = "v7", [2] = "v7", [3] = "v7", [4] = "v7", [5] = "v7",
        [6] = "v7", [7] = "v7", [8] = "v8", [9] = "v9", [10] = "v9",
        [11] = "v9", [12] = "v9", [13] = "v14", [14] = "v14", [15] = "v14",
        [16] = "v17", [17] = "v17", [18] = "v17", [19] = "v17", [20] = "v20",
        [21] = "v20", [22] = "v20", [23] = "v20", [24] = "v20", [25] = "v17",
        [26] = "v26", [27] = "v26",
      },
      others = "v28",
    },
  },
  structures = {
    lte_serving_4 = {
      size = 76,
      rows = {
        { field = "earfcn", at = 0, bits = 16, info = true },
        { field = "pci", at = 2, bits = 9, info = true },
        { field = "serving_index", at = 2, bit = 9, bits = 3 },
        { field = "sfn", at = 4, bits = 10 },
        { field = "subframe", at = 4, bit = 10, bits = 4 },
        {
          field = "rsrp.rx0", at = 12, bit = 10, bits = 12, add = -2880,
          div = 16,
        },
        {
          field = "rsrp.rx1", at = 16, bit = 12, bits = 12, add = -2880,
          div = 16,
        },
        {
          field = "rsrp", at = 20, bit = 12, bits = 12, add = -2880, div = 16,
          info = true,
        },
        {
          field = "rsrq.rx0", at = 24, bit = 12, bits = 10, add = -480,
          div = 16,
        },
        { field = "rsrq.rx1", at = 28, bits = 10, add = -480, div = 16 },
        {
          field = "rsrq", at = 28, bit = 20, bits = 10, add = -480, div = 16,
          info = true,
        },
        {
          field = "rssi.rx0", at = 32, bit = 10, bits = 11, add = -1760,
          div = 16,
        },
        {
          field = "rssi.rx1", at = 32, bit = 21, bits = 11, add = -1760,
          div = 16,
        },
        {
          field = "rssi", at = 36, bits = 11, add = -1760, div = 16,
          info = true,
        },
        { field = "snr.rx0", at = 60, bits = 9, add = -200, div = 10 },
        {
          field = "snr.rx1", at = 60, bit = 9, bits = 9, add = -200, div = 10,
        },
      },
    },
    lte_serving_7 = {
      size = 80,
      rows = {
        { field = "earfcn", at = 0, bits = 32, info = true },
        { field = "pci", at = 4, bits = 9, info = true },
        { field = "serving_index", at = 4, bit = 9, bits = 3 },
        { field = "sfn", at = 8, bits = 10 },
        { field = "subframe", at = 8, bit = 10, bits = 4 },
        {
          field = "rsrp.rx0", at = 16, bit = 10, bits = 12, add = -2880,
          div = 16,
        },
        {
          field = "rsrp.rx1", at = 20, bit = 12, bits = 12, add = -2880,
          div = 16,
        },
        {
          field = "rsrp", at = 24, bit = 12, bits = 12, add = -2880, div = 16,
          info = true,
        },
        {
          field = "rsrq.rx0", at = 28, bit = 12, bits = 10, add = -480,
          div = 16,
        },
        { field = "rsrq.rx1", at = 32, bits = 10, add = -480, div = 16 },
        {
          field = "rsrq", at = 32, bit = 20, bits = 10, add = -480, div = 16,
          info = true,
        },
        {
          field = "rssi.rx0", at = 36, bit = 10, bits = 11, add = -1760,
          div = 16,
        },
        {
          field = "rssi.rx1", at = 36, bit = 21, bits = 11, add = -1760,
          div = 16,
        },
        {
          field = "rssi", at = 40, bits = 11, add = -1760, div = 16,
          info = true,
        },
        { field = "snr.rx0", at = 64, bits = 9, add = -200, div = 10 },
        {
          field = "snr.rx1", at = 64, bit = 9, bits = 9, add = -200, div = 10,
        },
      },
    },
    lte_serving_18 = {
      size = 92,
      rows = {
        { field = "earfcn", at = 0, bits = 32, info = true },
        { field = "pci", at = 4, bits = 9, info = true },
        { field = "serving_index", at = 4, bit = 9, bits = 3 },
        { field = "sfn", at = 8, bits = 10 },
        { field = "subframe", at = 8, bit = 10, bits = 4 },
        {
          field = "rsrp.rx0", at = 20, bit = 10, bits = 12, add = -2880,
          div = 16,
        },
        {
          field = "rsrp.rx1", at = 24, bit = 12, bits = 12, add = -2880,
          div = 16,
        },
        {
          field = "rsrp", at = 28, bit = 12, bits = 12, add = -2880, div = 16,
          info = true,
        },
        {
          field = "rsrq.rx0", at = 32, bit = 12, bits = 10, add = -480,
          div = 16,
        },
        { field = "rsrq.rx1", at = 36, bits = 10, add = -480, div = 16 },
        {
          field = "rsrq", at = 36, bit = 20, bits = 10, add = -480, div = 16,
          info = true,
        },
        {
          field = "rssi.rx0", at = 40, bit = 10, bits = 11, add = -1760,
          div = 16,
        },
        {
          field = "rssi.rx1", at = 40, bit = 21, bits = 11, add = -1760,
          div = 16,
        },
        {
          field = "rssi", at = 44, bits = 11, add = -1760, div = 16,
          info = true,
        },
        { field = "snr.rx0", at = 68, bits = 9, add = -200, div = 10 },
        {
          field = "snr.rx1", at = 68, bit = 9, bits = 9, add = -200, div = 10,
        },
        {
          field = "sir", at = 84, bits = 32, kind = "int", add = 0, div = 16,
        },
      },
    },
    lte_serving_19 = {
      size = 8,
      rows = {
        { field = "earfcn", at = 0, bits = 32, info = true },
        { field = "meas.cells", at = 4, bits = 16, keep = true },
        {
          field = "cell", at = 8, kind = "list", count_of = "meas.cells",
          item = "lte_serving_cell_19",
        },
      },
    },
    lte_serving_cell_19 = {
      size = 88,
      rows = {
        { field = "pci", at = 0, bits = 9, info = true },
        { field = "serving_index", at = 0, bit = 9, bits = 3 },
        { field = "is_serving", at = 0, bit = 12, bits = 1 },
        { field = "sfn", at = 4, bits = 10 },
        { field = "subframe", at = 4, bit = 10, bits = 4 },
        {
          field = "rsrp.rx0", at = 16, bit = 10, bits = 12, add = -2880,
          div = 16,
        },
        {
          field = "rsrp.rx1", at = 20, bit = 12, bits = 12, add = -2880,
          div = 16,
        },
        {
          field = "rsrp", at = 24, bit = 12, bits = 12, add = -2880, div = 16,
          info = true,
        },
        {
          field = "rsrq.rx0", at = 28, bit = 12, bits = 10, add = -480,
          div = 16,
        },
        { field = "rsrq.rx1", at = 32, bits = 10, add = -480, div = 16 },
        {
          field = "rsrq", at = 32, bit = 20, bits = 10, add = -480, div = 16,
          info = true,
        },
        {
          field = "rssi.rx0", at = 36, bit = 10, bits = 11, add = -1760,
          div = 16,
        },
        {
          field = "rssi.rx1", at = 36, bit = 21, bits = 11, add = -1760,
          div = 16,
        },
        {
          field = "rssi", at = 40, bits = 11, add = -1760, div = 16,
          info = true,
        },
        { field = "snr.rx0", at = 64, bits = 9, add = -200, div = 10 },
        {
          field = "snr.rx1", at = 64, bit = 9, bits = 9, add = -200, div = 10,
        },
        {
          field = "sir", at = 80, bits = 32, kind = "int", add = 0, div = 16,
        },
      },
    },
    lte_serving_22 = {
      size = 8,
      rows = {
        { field = "earfcn", at = 0, bits = 32, info = true },
        { field = "meas.cells", at = 4, bits = 16, keep = true },
        {
          field = "cell", at = 8, kind = "list", count_of = "meas.cells",
          item = "lte_serving_cell_22",
        },
      },
    },
    lte_serving_cell_22 = {
      size = 116,
      rows = {
        { field = "pci", at = 0, bits = 9, info = true },
        { field = "serving_index", at = 0, bit = 9, bits = 3 },
        { field = "is_serving", at = 0, bit = 12, bits = 1 },
        { field = "sfn", at = 4, bits = 10 },
        { field = "subframe", at = 4, bit = 10, bits = 4 },
        {
          field = "rsrp.rx0", at = 16, bit = 10, bits = 12, add = -2880,
          div = 16,
        },
        {
          field = "rsrp.rx1", at = 20, bit = 12, bits = 12, add = -2880,
          div = 16,
        },
        {
          field = "rsrp", at = 28, bit = 12, bits = 12, add = -2880, div = 16,
          info = true,
        },
        {
          field = "rsrq.rx0", at = 32, bit = 12, bits = 10, add = -480,
          div = 16,
        },
        { field = "rsrq.rx1", at = 36, bits = 10, add = -480, div = 16 },
        {
          field = "rsrq", at = 40, bit = 10, bits = 10, add = -480, div = 16,
          info = true,
        },
        {
          field = "rssi.rx0", at = 44, bit = 10, bits = 11, add = -1760,
          div = 16,
        },
        {
          field = "rssi.rx1", at = 44, bit = 21, bits = 11, add = -1760,
          div = 16,
        },
        {
          field = "rssi", at = 52, bits = 11, add = -1760, div = 16,
          info = true,
        },
        { field = "snr.rx0", at = 76, bits = 9, add = -200, div = 10 },
        {
          field = "snr.rx1", at = 76, bit = 9, bits = 9, add = -200, div = 10,
        },
        {
          field = "sir", at = 96, bits = 32, kind = "int", add = 0, div = 16,
        },
      },
    },
    lte_serving_36 = {
      size = 8,
      rows = {
        { field = "earfcn", at = 0, bits = 32, info = true },
        { field = "meas.cells", at = 4, bits = 16, keep = true },
        { field = "meas.rx_mask", at = 6, bits = 16 },
        {
          field = "cell", at = 8, kind = "list", count_of = "meas.cells",
          item = "lte_serving_cell_36",
        },
      },
    },
    lte_serving_cell_36 = {
      size = 128,
      rows = {
        { field = "pci", at = 0, bits = 9, info = true },
        { field = "serving_index", at = 0, bit = 9, bits = 3 },
        { field = "is_serving", at = 0, bit = 12, bits = 1 },
        { field = "sfn", at = 4, bits = 10 },
        { field = "subframe", at = 4, bit = 10, bits = 4 },
        {
          field = "rsrp.rx0", at = 16, bit = 10, bits = 12, add = -2880,
          div = 16,
        },
        {
          field = "rsrp.rx1", at = 20, bit = 12, bits = 12, add = -2880,
          div = 16,
        },
        {
          field = "rsrp.rx2", at = 24, bit = 12, bits = 12, add = -2880,
          div = 16,
        },
        { field = "rsrp.rx3", at = 28, bits = 12, add = -2880, div = 16 },
        {
          field = "rsrp", at = 28, bit = 12, bits = 12, add = -2240, div = 16,
          info = true,
        },
        {
          field = "rsrp.filtered", at = 32, bit = 12, bits = 12, add = -2880,
          div = 16,
        },
        { field = "rsrq.rx0", at = 36, bits = 10, add = -480, div = 16 },
        {
          field = "rsrq.rx1", at = 36, bit = 20, bits = 10, add = -480,
          div = 16,
        },
        {
          field = "rsrq.rx2", at = 40, bit = 10, bits = 10, add = -480,
          div = 16,
        },
        {
          field = "rsrq.rx3", at = 40, bit = 20, bits = 10, add = -480,
          div = 16,
        },
        {
          field = "rsrq", at = 44, bits = 10, add = -480, div = 16,
          info = true,
        },
        {
          field = "rsrq.filtered", at = 44, bit = 20, bits = 10, add = -480,
          div = 16,
        },
        { field = "rssi.rx0", at = 48, bits = 11, add = -1760, div = 16 },
        {
          field = "rssi.rx1", at = 48, bit = 11, bits = 11, add = -1760,
          div = 16,
        },
        { field = "rssi.rx2", at = 52, bits = 11, add = -1760, div = 16 },
        {
          field = "rssi.rx3", at = 52, bit = 11, bits = 11, add = -1760,
          div = 16,
        },
        {
          field = "rssi", at = 56, bits = 11, add = -1760, div = 16,
          info = true,
        },
        { field = "snr.rx0", at = 80, bits = 9, add = -200, div = 10 },
        {
          field = "snr.rx1", at = 80, bit = 9, bits = 9, add = -200, div = 10,
        },
        { field = "snr.rx2", at = 84, bits = 9, add = -200, div = 10 },
        {
          field = "snr.rx3", at = 84, bit = 9, bits = 9, add = -200, div = 10,
        },
        {
          field = "sir", at = 104, bits = 32, kind = "int", add = 0, div = 16,
        },
      },
    },
    lte_serving_40 = {
      size = 8,
      rows = {
        { field = "earfcn", at = 0, bits = 32, info = true },
        { field = "meas.cells", at = 4, bits = 16, keep = true },
        { field = "meas.rx_mask", at = 6, bits = 16 },
        {
          field = "cell", at = 8, kind = "list", count_of = "meas.cells",
          item = "lte_serving_cell_40",
        },
      },
    },
    lte_serving_cell_40 = {
      size = 132,
      rows = {
        { field = "pci", at = 0, bits = 9, info = true },
        { field = "serving_index", at = 0, bit = 9, bits = 3 },
        { field = "is_serving", at = 0, bit = 12, bits = 1 },
        { field = "sfn", at = 4, bits = 10 },
        { field = "subframe", at = 4, bit = 10, bits = 4 },
        {
          field = "rsrp.rx0", at = 16, bit = 10, bits = 12, add = -2880,
          div = 16,
        },
        {
          field = "rsrp.rx1", at = 20, bit = 12, bits = 12, add = -2880,
          div = 16,
        },
        {
          field = "rsrp.rx2", at = 24, bit = 12, bits = 12, add = -2880,
          div = 16,
        },
        { field = "rsrp.rx3", at = 32, bits = 12, add = -2880, div = 16 },
        {
          field = "rsrp", at = 32, bit = 12, bits = 12, add = -2240, div = 16,
          info = true,
        },
        {
          field = "rsrp.filtered", at = 36, bit = 12, bits = 12, add = -2880,
          div = 16,
        },
        { field = "rsrq.rx0", at = 40, bits = 10, add = -480, div = 16 },
        {
          field = "rsrq.rx1", at = 40, bit = 20, bits = 10, add = -480,
          div = 16,
        },
        {
          field = "rsrq.rx2", at = 44, bit = 10, bits = 10, add = -480,
          div = 16,
        },
        {
          field = "rsrq.rx3", at = 44, bit = 20, bits = 10, add = -480,
          div = 16,
        },
        {
          field = "rsrq", at = 48, bits = 10, add = -480, div = 16,
          info = true,
        },
        {
          field = "rsrq.filtered", at = 48, bit = 20, bits = 10, add = -480,
          div = 16,
        },
        { field = "rssi.rx0", at = 52, bits = 11, add = -1760, div = 16 },
        {
          field = "rssi.rx1", at = 52, bit = 11, bits = 11, add = -1760,
          div = 16,
        },
        { field = "rssi.rx2", at = 56, bits = 11, add = -1760, div = 16 },
        {
          field = "rssi.rx3", at = 56, bit = 11, bits = 11, add = -1760,
          div = 16,
        },
        {
          field = "rssi", at = 60, bits = 11, add = -1760, div = 16,
          info = true,
        },
        { field = "snr.rx0", at = 84, bits = 9, add = -200, div = 10 },
        {
          field = "snr.rx1", at = 84, bit = 9, bits = 9, add = -200, div = 10,
        },
        { field = "snr.rx2", at = 88, bits = 9, add = -200, div = 10 },
        {
          field = "snr.rx3", at = 88, bit = 9, bits = 9, add = -200, div = 10,
        },
        {
          field = "sir", at = 108, bits = 32, kind = "int", add = 0, div = 16,
        },
      },
    },
    lte_serving_48 = {
      size = 12,
      rows = {
        { field = "earfcn", at = 0, bits = 32, info = true },
        { field = "meas.cells", at = 4, bits = 16, keep = true },
        { field = "meas.rx_mask", at = 6, bits = 16 },
        {
          field = "cell", at = 12, kind = "list", count_of = "meas.cells",
          item = "lte_serving_cell_48",
        },
      },
    },
    lte_serving_cell_48 = {
      size = 140,
      rows = {
        { field = "pci", at = 0, bits = 9, info = true },
        { field = "serving_index", at = 0, bit = 9, bits = 3 },
        { field = "is_serving", at = 0, bit = 12, bits = 1 },
        { field = "sfn", at = 4, bits = 10 },
        { field = "subframe", at = 4, bit = 10, bits = 4 },
        {
          field = "rsrp.rx0", at = 16, bit = 10, bits = 12, add = -2880,
          div = 16,
        },
        {
          field = "rsrp.rx1", at = 20, bit = 12, bits = 12, add = -2880,
          div = 16,
        },
        {
          field = "rsrp.rx2", at = 24, bit = 12, bits = 12, add = -2880,
          div = 16,
        },
        { field = "rsrp.rx3", at = 32, bits = 12, add = -2880, div = 16 },
        {
          field = "rsrp", at = 32, bit = 12, bits = 12, add = -2240, div = 16,
          info = true,
        },
        {
          field = "rsrp.filtered", at = 36, bit = 12, bits = 12, add = -2880,
          div = 16,
        },
        { field = "rsrq.rx0", at = 40, bits = 10, add = -480, div = 16 },
        {
          field = "rsrq.rx1", at = 40, bit = 20, bits = 10, add = -480,
          div = 16,
        },
        {
          field = "rsrq.rx2", at = 44, bit = 10, bits = 10, add = -480,
          div = 16,
        },
        {
          field = "rsrq.rx3", at = 44, bit = 20, bits = 10, add = -480,
          div = 16,
        },
        {
          field = "rsrq", at = 48, bits = 10, add = -480, div = 16,
          info = true,
        },
        {
          field = "rsrq.filtered", at = 48, bit = 20, bits = 10, add = -480,
          div = 16,
        },
        { field = "rssi.rx0", at = 52, bits = 11, add = -1760, div = 16 },
        {
          field = "rssi.rx1", at = 52, bit = 11, bits = 11, add = -1760,
          div = 16,
        },
        { field = "rssi.rx2", at = 56, bits = 11, add = -1760, div = 16 },
        {
          field = "rssi.rx3", at = 56, bit = 11, bits = 11, add = -1760,
          div = 16,
        },
        {
          field = "rssi", at = 60, bits = 11, add = -1760, div = 16,
          info = true,
        },
        { field = "snr.rx0", at = 92, bits = 9, add = -200, div = 10 },
        {
          field = "snr.rx1", at = 92, bit = 9, bits = 9, add = -200, div = 10,
        },
        { field = "snr.rx2", at = 96, bits = 9, add = -200, div = 10 },
        {
          field = "snr.rx3", at = 96, bit = 9, bits = 9, add = -200, div = 10,
        },
        {
          field = "sir", at = 116, bits = 32, kind = "int", add = 0, div = 16,
        },
      },
    },
    lte_intra_4 = {
      size = 28,
      rows = {
        { field = "serving_index", at = 4, bits = 8 },
        { field = "earfcn", at = 8, bits = 32, info = true },
        { field = "pci", at = 12, bits = 16, info = true },
        { field = "sfn", at = 14, bit = 4, bits = 10 },
        { field = "subframe", at = 14, bits = 4 },
        {
          field = "rsrp", at = 16, bits = 16, add = -2880, div = 16,
          info = true,
        },
        {
          field = "rsrq", at = 20, bits = 16, add = -480, div = 16,
          info = true,
        },
        { field = "meas.cells", at = 24, bits = 8, keep = true },
        { field = "meas.detected", at = 25, bits = 8, keep = true },
        {
          field = "neighbour", kind = "list", count_of = "meas.cells",
          item = "lte_intra_neighbour",
        },
        {
          field = "detected", kind = "list", count_of = "meas.detected",
          item = "lte_intra_detected",
        },
      },
    },
    lte_intra_3 = {
      size = 26,
      rows = {
        { field = "serving_index", at = 4, bits = 8 },
        { field = "earfcn", at = 8, bits = 16, info = true },
        { field = "pci", at = 10, bits = 16, info = true },
        { field = "sfn", at = 12, bit = 4, bits = 10 },
        { field = "subframe", at = 12, bits = 4 },
        {
          field = "rsrp", at = 14, bits = 16, add = -2880, div = 16,
          info = true,
        },
        {
          field = "rsrq", at = 18, bits = 16, add = -480, div = 16,
          info = true,
        },
        { field = "meas.cells", at = 22, bits = 8 },
        { field = "meas.detected", at = 23, bits = 8 },
      },
    },
    lte_intra_neighbour = {
      size = 12,
      rows = {
        { field = "pci", at = 0, bits = 16 },
        { field = "rsrp", at = 2, bits = 16, add = -2880, div = 16 },
        { field = "rsrq", at = 6, bits = 16, add = -480, div = 16 },
      },
    },
    lte_intra_detected = {
      size = 16,
      rows = {
        { field = "pci", at = 0, bits = 16 },
        { field = "meas.sss", at = 4, bits = 32 },
      },
    },
    lte_neighbours_4 = {
      size = 8,
      rows = {
        { field = "earfcn", at = 0, bits = 32, info = true },
        { field = "meas.cells", at = 4, bits = 6, keep = true },
        { field = "meas.duplex", at = 4, bit = 7, bits = 2 },
        {
          field = "cell", at = 8, kind = "list", count_of = "meas.cells",
          item = "lte_neighbour_cell",
        },
      },
    },
    lte_neighbours_3 = {
      size = 4,
      rows = {
        { field = "earfcn", at = 0, bits = 16, info = true },
        { field = "meas.cells", at = 2, bits = 6, keep = true },
        { field = "meas.duplex", at = 2, bit = 7, bits = 2 },
        {
          field = "cell", at = 4, kind = "list", count_of = "meas.cells",
          item = "lte_neighbour_cell",
        },
      },
    },
    lte_neighbour_cell = {
      size = 52,
      rows = {
        { field = "pci", at = 0, bits = 10, info = true },
        {
          field = "rsrp", at = 12, bits = 12, add = -2880, div = 16,
          info = true,
        },
        {
          field = "rsrq", at = 20, bit = 10, bits = 10, add = -480, div = 16,
          info = true,
        },
        {
          field = "rssi", at = 28, bit = 11, bits = 11, add = -1760, div = 16,
        },
      },
    },
    lte_neighbours_asked = {
      size = 4,
      rows = { { field = "earfcn", at = 0, bits = 32, info = true } },
    },
    lte_idle_asked_1 = {
      size = 4,
      rows = { { field = "earfcn", at = 0, bits = 16, info = true } },
    },
    lte_ml1_serving_4 = {
      size = 32,
      rows = {
        { field = "meas.release", at = 1, bits = 8 },
        { field = "earfcn", at = 4, bits = 16, info = true },
        { field = "pci", at = 6, bits = 9, info = true },
        { field = "meas.priority", at = 6, bit = 9, bits = 7 },
        {
          field = "rsrp", at = 8, bits = 12, add = -2880, div = 16,
          info = true,
        },
        {
          field = "rsrp.average", at = 12, bits = 12, add = -2880, div = 16,
        },
        {
          field = "rsrq", at = 16, bits = 10, add = -480, div = 16,
          info = true,
        },
        {
          field = "rsrq.average", at = 16, bit = 20, bits = 10, add = -480,
          div = 16,
        },
        {
          field = "rssi", at = 20, bit = 10, bits = 11, add = -1760, div = 16,
          info = true,
        },
        { field = "meas.q_rxlevmin", at = 24, bits = 6 },
        { field = "meas.p_max", at = 24, bit = 6, bits = 7 },
        { field = "meas.s_rxlev", at = 24, bit = 19, bits = 7 },
      },
    },
    lte_ml1_serving_5 = {
      size = 36,
      rows = {
        { field = "meas.release", at = 1, bits = 8 },
        { field = "earfcn", at = 4, bits = 32, info = true },
        { field = "pci", at = 8, bits = 9, info = true },
        { field = "meas.priority", at = 8, bit = 9, bits = 7 },
        {
          field = "rsrp", at = 12, bits = 12, add = -2880, div = 16,
          info = true,
        },
        {
          field = "rsrp.average", at = 16, bits = 12, add = -2880, div = 16,
        },
        {
          field = "rsrq", at = 20, bits = 10, add = -480, div = 16,
          info = true,
        },
        {
          field = "rsrq.average", at = 20, bit = 20, bits = 10, add = -480,
          div = 16,
        },
        {
          field = "rssi", at = 24, bit = 10, bits = 11, add = -1760, div = 16,
          info = true,
        },
        { field = "meas.q_rxlevmin", at = 28, bits = 6 },
        { field = "meas.p_max", at = 28, bit = 6, bits = 7 },
        { field = "meas.s_rxlev", at = 28, bit = 19, bits = 7 },
      },
    },
    lte_ml1_neighbours_4 = {
      size = 8,
      rows = {
        { field = "meas.release", at = 1, bits = 8 },
        { field = "earfcn", at = 4, bits = 16, info = true },
        { field = "meas.q_rxlevmin", at = 6, bits = 6 },
        { field = "meas.cells", at = 6, bit = 6, bits = 10, keep = true },
        {
          field = "cell", at = 8, kind = "list", count_of = "meas.cells",
          item = "lte_ml1_neighbour",
        },
      },
    },
    lte_ml1_neighbours_5 = {
      size = 12,
      rows = {
        { field = "meas.release", at = 1, bits = 8 },
        { field = "earfcn", at = 4, bits = 32, info = true },
        { field = "meas.q_rxlevmin", at = 8, bits = 6 },
        { field = "meas.cells", at = 8, bit = 6, bits = 16, keep = true },
        {
          field = "cell", at = 12, kind = "list", count_of = "meas.cells",
          item = "lte_ml1_neighbour",
        },
      },
    },
    lte_ml1_neighbour = {
      size = 32,
      rows = {
        { field = "pci", at = 0, bits = 9, info = true },
        {
          field = "rssi", at = 0, bit = 9, bits = 11, add = -1760, div = 16,
        },
        {
          field = "rsrp", at = 0, bit = 20, bits = 12, add = -2880, div = 16,
          info = true,
        },
        {
          field = "rsrp.average", at = 4, bit = 12, bits = 12, add = -2880,
          div = 16,
        },
        {
          field = "rsrq", at = 8, bit = 12, bits = 10, add = -480, div = 16,
          info = true,
        },
        {
          field = "rsrq.average", at = 12, bits = 10, add = -480, div = 16,
        },
      },
    },
    nr_meas_2_7 = {
      size = 16,
      rows = {
        { field = "meas.layers", at = 4, bits = 8, keep = true },
        { field = "meas.ssb_period", at = 5, bits = 8 },
        {
          field = "layer", at = 16, kind = "list", count_of = "meas.layers",
          item = "nr_layer_2_7",
        },
      },
    },
    nr_meas_2_9 = {
      size = 20,
      rows = {
        { field = "meas.layers", at = 8, bits = 8, keep = true },
        { field = "meas.ssb_period", at = 9, bits = 8 },
        {
          field = "layer", at = 20, kind = "list", count_of = "meas.layers",
          item = "nr_layer_2_7",
        },
      },
    },
    nr_meas_2_10 = {
      size = 20,
      rows = {
        { field = "meas.layers", at = 8, bits = 8, keep = true },
        { field = "meas.ssb_period", at = 9, bits = 8 },
        {
          field = "layer", at = 20, kind = "list", count_of = "meas.layers",
          item = "nr_layer_2_10",
        },
      },
    },
    nr_meas_3_0 = {
      size = 20,
      rows = {
        { field = "meas.layers", at = 8, bits = 8, keep = true },
        { field = "meas.ssb_period", at = 9, bits = 8 },
        {
          field = "layer", at = 20, kind = "list", count_of = "meas.layers",
          item = "nr_layer_3_0",
        },
      },
    },
    nr_layer_2_7 = {
      size = 32,
      rows = {
        { field = "nr_arfcn", at = 0, bits = 32, info = true },
        {
          field = "meas.cells", at = 4, bits = 8, none = 255, keep = true,
        },
        { field = "serving_index", at = 5, bits = 8, none = 255 },
        { field = "pci", at = 6, bits = 16, none = 0xffff, info = true },
        { field = "meas.ssb", at = 8, bits = 8 },
        {
          field = "rsrp.rx0", at = 12, bits = 32, kind = "int", add = 0,
          div = 128, none = 0,
        },
        {
          field = "rsrp.rx1", at = 16, bits = 32, kind = "int", add = 0,
          div = 128, none = 0,
        },
        {
          field = "cell", at = 32, kind = "list", count_of = "meas.cells",
          item = "nr_cell_2_7",
        },
      },
    },
    nr_layer_2_10 = {
      size = 32,
      rows = {
        { field = "nr_arfcn", at = 0, bits = 32, info = true },
        {
          field = "meas.cells", at = 4, bits = 8, none = 255, keep = true,
        },
        { field = "serving_index", at = 5, bits = 8, none = 255 },
        { field = "pci", at = 6, bits = 16, none = 0xffff, info = true },
        { field = "meas.ssb", at = 8, bits = 8 },
        {
          field = "rsrp.rx0", at = 12, bits = 32, kind = "int", add = 0,
          div = 128, none = 0,
        },
        {
          field = "rsrp.rx1", at = 16, bits = 32, kind = "int", add = 0,
          div = 128, none = 0,
        },
        {
          field = "cell", at = 32, kind = "list", count_of = "meas.cells",
          item = "nr_cell_2_10",
        },
      },
    },
    nr_layer_3_0 = {
      size = 40,
      rows = {
        { field = "nr_arfcn", at = 0, bits = 32, info = true },
        {
          field = "meas.cells", at = 5, bits = 8, none = 255, keep = true,
        },
        { field = "pci", at = 6, bits = 16, none = 0xffff, info = true },
        { field = "serving_index", at = 8, bits = 8, none = 255 },
        { field = "meas.ssb", at = 9, bits = 8 },
        {
          field = "rsrp.rx0", at = 12, bits = 32, kind = "int", add = 0,
          div = 128, none = 0,
        },
        {
          field = "rsrp.rx1", at = 16, bits = 32, kind = "int", add = 0,
          div = 128, none = 0,
        },
        {
          field = "rsrp.rx2", at = 20, bits = 32, kind = "int", add = 0,
          div = 128, none = 0,
        },
        {
          field = "rsrp.rx3", at = 24, bits = 32, kind = "int", add = 0,
          div = 128, none = 0,
        },
        {
          field = "cell", at = 40, kind = "list", count_of = "meas.cells",
          item = "nr_cell_2_10",
        },
      },
    },
    nr_cell_2_7 = {
      size = 16,
      rows = {
        { field = "pci", at = 0, bits = 16, info = true },
        { field = "sfn", at = 2, bits = 16 },
        { field = "meas.beams", at = 4, bits = 8, keep = true },
        {
          field = "rsrp", at = 8, bits = 32, kind = "int", add = 0, div = 128,
          none = 0, info = true,
        },
        {
          field = "rsrq", at = 12, bits = 32, kind = "int", add = 0, div = 128,
          none = 0, info = true,
        },
        {
          field = "beam", at = 16, kind = "list", count_of = "meas.beams",
          item = "nr_beam_2_7",
        },
      },
    },
    nr_cell_2_10 = {
      size = 16,
      rows = {
        { field = "pci", at = 0, bits = 16, info = true },
        { field = "sfn", at = 2, bits = 16 },
        { field = "meas.beams", at = 4, bits = 8, keep = true },
        {
          field = "rsrp", at = 8, bits = 32, kind = "int", add = 0, div = 128,
          none = 0, info = true,
        },
        {
          field = "rsrq", at = 12, bits = 32, kind = "int", add = 0, div = 128,
          none = 0, info = true,
        },
        {
          field = "beam", at = 16, kind = "list", count_of = "meas.beams",
          item = "nr_beam_2_10",
        },
      },
    },
    nr_beam_2_7 = {
      size = 44,
      rows = {
        { field = "meas.ssb", at = 0, bits = 16 },
        {
          field = "rsrp.rx0", at = 20, bits = 32, kind = "int", add = 0,
          div = 128, none = 0,
        },
        {
          field = "rsrp.rx1", at = 24, bits = 32, kind = "int", add = 0,
          div = 128, none = 0,
        },
        {
          field = "rsrp.filtered", at = 28, bits = 32, kind = "int", add = 0,
          div = 128, none = 0,
        },
        {
          field = "rsrq.filtered", at = 32, bits = 32, kind = "int", add = 0,
          div = 128, none = 0,
        },
      },
    },
    nr_beam_2_10 = {
      size = 84,
      rows = {
        { field = "meas.ssb", at = 0, bits = 16 },
        {
          field = "rsrp.rx0", at = 20, bits = 32, kind = "int", add = 0,
          div = 128, none = 0,
        },
        {
          field = "rsrp.rx1", at = 24, bits = 32, kind = "int", add = 0,
          div = 128, none = 0,
        },
        {
          field = "rsrp.filtered", at = 68, bits = 32, kind = "int", add = 0,
          div = 128, none = 0,
        },
        {
          field = "rsrq.filtered", at = 72, bits = 32, kind = "int", add = 0,
          div = 128, none = 0,
        },
      },
    },
    gsm_burst_new_4 = {
      size = 2,
      rows = {
        { field = "channel_id", at = 1, bits = 8 },
        {
          field = "burst", at = 2, kind = "list", count = 4,
          item = "gsm_burst_new",
        },
      },
    },
    gsm_burst_new = {
      size = 37,
      rows = {
        { field = "arfcn", at = 4, bits = 12, info = true },
        { field = "gsm_band", at = 4, bit = 12, bits = 4 },
        {
          field = "rx_power", at = 10, bits = 16, kind = "int", add = 0,
          div = 16, info = true,
        },
      },
    },
    gsm_bursts = {
      size = 1,
      rows = {
        { field = "channel_id", at = 0, bits = 8 },
        {
          field = "burst", at = 1, kind = "list", count = 4,
          item = "gsm_burst",
        },
      },
    },
    gsm_burst = {
      size = 23,
      rows = {
        { field = "arfcn", at = 4, bits = 12, info = true },
        { field = "gsm_band", at = 4, bit = 12, bits = 4 },
        {
          field = "rx_power", at = 10, bits = 16, kind = "int", add = 0,
          div = 16, info = true,
        },
      },
    },
    gsm_surround = {
      size = 1,
      rows = {
        { field = "meas.cells", at = 0, bits = 8, keep = true },
        {
          field = "cell", at = 1, kind = "list", count_of = "meas.cells",
          item = "gsm_surround_cell",
        },
      },
    },
    gsm_surround_cell = {
      size = 12,
      rows = {
        { field = "arfcn", at = 0, bits = 12, info = true },
        { field = "gsm_band", at = 0, bit = 12, bits = 4 },
        {
          field = "rx_power", at = 2, bits = 16, kind = "int", add = 0,
          div = 16, info = true,
        },
        { field = "bsic.valid", at = 4, bits = 1 },
        { field = "bsic", at = 5, bits = 8 },
      },
    },
    gsm_serving_aux = {
      size = 3,
      rows = {
        {
          field = "rx_power", at = 0, bits = 16, kind = "int", add = 0,
          div = 16, info = true,
        },
      },
    },
    gsm_neighbour_aux = {
      size = 1,
      rows = {
        { field = "meas.cells", at = 0, bits = 8, keep = true },
        {
          field = "cell", at = 1, kind = "list", count_of = "meas.cells",
          item = "gsm_neighbour_aux_cell",
        },
      },
    },
    gsm_neighbour_aux_cell = {
      size = 4,
      rows = {
        { field = "arfcn", at = 0, bits = 12, info = true },
        { field = "gsm_band", at = 0, bit = 12, bits = 4 },
        {
          field = "rx_power", at = 2, bits = 16, kind = "int", add = 0,
          div = 16, info = true,
        },
      },
    },
    umts_rank_0 = {
      size = 2,
      rows = {
        { field = "meas.cells", at = 0, bits = 6, keep = true },
        { field = "meas.gsm_cells", at = 1, bits = 6, keep = true },
        {
          field = "cell", kind = "list", count_of = "meas.cells",
          item = "umts_rank_cell_0",
        },
        {
          field = "neighbour", kind = "list", count_of = "meas.gsm_cells",
          item = "gsm_rank_cell_0",
        },
      },
    },
    umts_rank_1 = {
      size = 2,
      rows = {
        { field = "meas.cells", at = 0, bits = 6, keep = true },
        { field = "meas.gsm_cells", at = 1, bits = 6, keep = true },
        {
          field = "cell", kind = "list", count_of = "meas.cells",
          item = "umts_rank_cell_1",
        },
        {
          field = "neighbour", kind = "list", count_of = "meas.gsm_cells",
          item = "gsm_rank_cell_1",
        },
      },
    },
    umts_rank_2 = {
      size = 7,
      rows = {
        { field = "meas.cells", at = 0, bits = 6, keep = true },
        { field = "meas.gsm_cells", at = 1, bits = 6, keep = true },
        {
          field = "cell", kind = "list", count_of = "meas.cells",
          item = "umts_rank_cell_2",
        },
        {
          field = "neighbour", kind = "list", count_of = "meas.gsm_cells",
          item = "gsm_rank_cell_2",
        },
      },
    },
    umts_rank_cell_0 = {
      size = 10,
      rows = {
        { field = "uarfcn", at = 0, bits = 16, info = true },
        { field = "psc", at = 2, bits = 16, info = true },
        {
          field = "rscp", at = 4, bits = 8, kind = "int", add = -21, div = 1,
          info = true,
        },
        {
          field = "ec_io", at = 7, bits = 8, kind = "int", add = 0, div = 2,
          info = true,
        },
      },
    },
    umts_rank_cell_1 = {
      size = 11,
      rows = {
        { field = "uarfcn", at = 0, bits = 16, info = true },
        { field = "psc", at = 2, bits = 16, info = true },
        {
          field = "rscp", at = 4, bits = 8, kind = "int", add = -21, div = 1,
          info = true,
        },
        {
          field = "ec_io", at = 7, bits = 8, kind = "int", add = 0, div = 2,
          info = true,
        },
      },
    },
    umts_rank_cell_2 = {
      size = 16,
      rows = {
        { field = "uarfcn", at = 0, bits = 16, info = true },
        { field = "psc", at = 2, bits = 16, info = true },
        {
          field = "rscp", at = 4, bits = 8, kind = "int", add = -21, div = 1,
          info = true,
        },
        {
          field = "ec_io", at = 7, bits = 8, kind = "int", add = 0, div = 2,
          info = true,
        },
      },
    },
    gsm_rank_cell_0 = {
      size = 7,
      rows = {
        { field = "arfcn", at = 0, bits = 12 },
        {
          field = "rx_power", at = 4, bits = 8, kind = "int", add = 0, div = 1,
        },
      },
    },
    gsm_rank_cell_1 = {
      size = 8,
      rows = {
        { field = "arfcn", at = 0, bits = 12 },
        {
          field = "rx_power", at = 4, bits = 8, kind = "int", add = 0, div = 1,
        },
      },
    },
    gsm_rank_cell_2 = {
      size = 13,
      rows = {
        { field = "arfcn", at = 0, bits = 12 },
        {
          field = "rx_power", at = 4, bits = 8, kind = "int", add = 0, div = 1,
        },
      },
    },
    lte_mib_1 = {
      size = 9,
      rows = {
        { field = "pci", at = 1, bits = 16, info = true },
        { field = "earfcn", at = 3, bits = 16, info = true },
        { field = "sfn", at = 5, bits = 16 },
        { field = "antennas", at = 7, bits = 8 },
        { field = "dl_bandwidth", at = 8, bits = 8, info = true },
      },
    },
    lte_mib_2 = {
      size = 11,
      rows = {
        { field = "pci", at = 1, bits = 16, info = true },
        { field = "earfcn", at = 3, bits = 32, info = true },
        { field = "sfn", at = 7, bits = 16 },
        { field = "antennas", at = 9, bits = 8 },
        { field = "dl_bandwidth", at = 10, bits = 8, info = true },
      },
    },
    lte_mib_17 = {
      size = 18,
      rows = {
        { field = "pci", at = 1, bits = 16, info = true },
        { field = "earfcn", at = 3, bits = 32, info = true },
        { field = "sfn", at = 7, bits = 16 },
        { field = "antennas", at = 17, bits = 8 },
      },
    },
    lte_serving_cell_2 = {
      size = 25,
      rows = {
        { field = "pci", at = 1, bits = 16, info = true },
        { field = "earfcn", at = 3, bits = 16, info = true },
        { field = "ul_earfcn", at = 5, bits = 16 },
        { field = "dl_bandwidth", at = 7, bits = 8 },
        { field = "ul_bandwidth", at = 8, bits = 8 },
        { field = "cell_id", at = 9, bits = 32, info = true },
        { field = "tac", at = 13, bits = 16, info = true },
        { field = "band", at = 15, bits = 32, info = true },
        { field = "mcc", at = 19, bits = 16, info = true },
        { field = "mnc_digits", at = 21, bits = 8 },
        { field = "mnc", at = 22, bits = 16, info = true },
        { field = "allowed_access", at = 24, bits = 8 },
      },
    },
    lte_serving_cell_3 = {
      size = 29,
      rows = {
        { field = "pci", at = 1, bits = 16, info = true },
        { field = "earfcn", at = 3, bits = 32, info = true },
        { field = "ul_earfcn", at = 7, bits = 32 },
        { field = "dl_bandwidth", at = 11, bits = 8 },
        { field = "ul_bandwidth", at = 12, bits = 8 },
        { field = "cell_id", at = 13, bits = 32, info = true },
        { field = "tac", at = 17, bits = 16, info = true },
        { field = "band", at = 19, bits = 32, info = true },
        { field = "mcc", at = 23, bits = 16, info = true },
        { field = "mnc_digits", at = 25, bits = 8 },
        { field = "mnc", at = 26, bits = 16, info = true },
        { field = "allowed_access", at = 28, bits = 8 },
      },
    },
    lte_ml1_cell_1 = {
      size = 32,
      rows = {
        { field = "dl_bandwidth", at = 1, bits = 8, info = true },
        { field = "sfn", at = 2, bits = 16 },
        { field = "earfcn", at = 4, bits = 16, info = true },
        { field = "pci", at = 6, bits = 9, info = true },
        { field = "antennas", at = 30, bits = 16 },
      },
    },
    lte_ml1_cell_2 = {
      size = 36,
      rows = {
        { field = "dl_bandwidth", at = 1, bits = 8, info = true },
        { field = "sfn", at = 2, bits = 16 },
        { field = "earfcn", at = 4, bits = 32, info = true },
        { field = "pci", at = 8, bits = 9, info = true },
        { field = "antennas", at = 34, bits = 16 },
      },
    },
    nr_mib_0_3 = {
      size = 14,
      rows = {
        { field = "pci", at = 4, bits = 16, info = true },
        { field = "nr_arfcn", at = 6, bits = 32, info = true },
        { field = "sfn", at = 10, bits = 10 },
        { field = "scs", at = 10, bit = 30, bits = 2 },
      },
    },
    nr_mib_2_0 = {
      size = 15,
      rows = {
        { field = "pci", at = 4, bits = 16, info = true },
        { field = "nr_arfcn", at = 6, bits = 32, info = true },
        { field = "sfn", at = 10, bits = 10 },
        { field = "scs", at = 10, bit = 31, bits = 2 },
      },
    },
    nr_serving_0_4 = {
      size = 38,
      rows = {
        { field = "pci", at = 4, bits = 16, info = true },
        { field = "nr_arfcn", at = 6, bits = 32, info = true },
        { field = "ul_nr_arfcn", at = 10, bits = 32 },
        { field = "nr_dl_bandwidth", at = 14, bits = 16 },
        { field = "nr_ul_bandwidth", at = 16, bits = 16 },
        { field = "nci", at = 18, bits = 64 },
        { field = "mcc", at = 26, bits = 16, info = true },
        { field = "mnc_digits", at = 28, bits = 8 },
        { field = "mnc", at = 29, bits = 16, info = true },
        { field = "allowed_access", at = 31, bits = 8 },
        { field = "nr_tac", at = 32, bits = 32, info = true },
        { field = "band", at = 36, bits = 16, info = true },
      },
    },
    nr_serving_3_0 = {
      size = 46,
      rows = {
        { field = "pci", at = 4, bits = 16, info = true },
        { field = "ncgi", at = 6, bits = 64 },
        { field = "nr_arfcn", at = 14, bits = 32, info = true },
        { field = "ul_nr_arfcn", at = 18, bits = 32 },
        { field = "nr_dl_bandwidth", at = 22, bits = 16 },
        { field = "nr_ul_bandwidth", at = 24, bits = 16 },
        { field = "nci", at = 26, bits = 64 },
        { field = "mcc", at = 34, bits = 16, info = true },
        { field = "mnc_digits", at = 36, bits = 8 },
        { field = "mnc", at = 37, bits = 16, info = true },
        { field = "allowed_access", at = 39, bits = 8 },
        { field = "nr_tac", at = 40, bits = 32, info = true },
        { field = "band", at = 44, bits = 16, info = true },
      },
    },
    nr_serving_3_2 = {
      size = 49,
      rows = {
        { field = "pci", at = 7, bits = 16, info = true },
        { field = "ncgi", at = 9, bits = 64 },
        { field = "nr_arfcn", at = 17, bits = 32, info = true },
        { field = "ul_nr_arfcn", at = 21, bits = 32 },
        { field = "nr_dl_bandwidth", at = 25, bits = 16 },
        { field = "nr_ul_bandwidth", at = 27, bits = 16 },
        { field = "nci", at = 29, bits = 64 },
        { field = "mcc", at = 37, bits = 16, info = true },
        { field = "mnc_digits", at = 39, bits = 8 },
        { field = "mnc", at = 40, bits = 16, info = true },
        { field = "allowed_access", at = 42, bits = 8 },
        { field = "nr_tac", at = 43, bits = 32, info = true },
        { field = "band", at = 47, bits = 16, info = true },
      },
    },
    nr_mm_state_1 = {
      size = 26,
      rows = {
        { field = "mm5g.state", at = 4, bits = 8, info = true },
        { field = "mm5g.substate", at = 5, bits = 16 },
        { field = "plmn", at = 7, kind = "plmn", info = true, size = 3 },
        { field = "guti.type", at = 10, bits = 8 },
        { field = "guti.plmn", at = 11, kind = "plmn", size = 3 },
        { field = "guti.amf_region", at = 14, bits = 8 },
        { field = "guti.amf_set", at = 15, bits = 16 },
        { field = "guti.amf_pointer", at = 17, bits = 8 },
        { field = "guti.tmsi", at = 18, bits = 32 },
        { field = "mm5g.update", at = 22, bits = 8 },
        { field = "nr_tac", at = 23, bits = 24, kind = "big" },
      },
    },
    emm_state_2 = {
      size = 19,
      rows = {
        { field = "emm.state", at = 1, bits = 8, info = true },
        { field = "emm.substate", at = 2, bits = 16 },
        { field = "plmn", at = 4, kind = "plmn", info = true, size = 3 },
        { field = "guti.valid", at = 7, bits = 1 },
        { field = "guti.plmn", at = 9, kind = "plmn", size = 3 },
        { field = "guti.mme_group", at = 12, bits = 16, kind = "big" },
        { field = "guti.mme_code", at = 14, bits = 8 },
        { field = "guti.tmsi", at = 15, bits = 32 },
      },
    },
    esm_context_1 = {
      size = 20,
      rows = {
        { field = "esm.type", at = 1, bits = 8, info = true },
        { field = "esm.bearer", at = 2, bits = 8, info = true },
        { field = "esm.state", at = 3, bits = 8, info = true },
        { field = "esm.qci", at = 11, bits = 8 },
      },
    },
    umts_cell = {
      size = 32,
      rows = {
        { field = "ul_uarfcn", at = 0, bits = 32 },
        { field = "dl_uarfcn", at = 4, bits = 32, info = true },
        { field = "cell_id", at = 8, bits = 32, info = true },
        { field = "ura", at = 12, bits = 16 },
        { field = "allowed_access", at = 15, bits = 8 },
        { field = "psc", at = 16, bit = 4, bits = 12, info = true },
        {
          field = "plmn", at = 18, kind = "digits", info = true, size = 6,
        },
        { field = "lac", at = 24, bits = 32, info = true },
        { field = "rac", at = 28, bits = 32 },
      },
    },
    gmm_state = {
      size = 3,
      rows = {
        { field = "gmm.state", at = 0, bits = 8, info = true },
        { field = "gmm.substate", at = 1, bits = 8 },
        { field = "gmm.update", at = 2, bits = 8 },
      },
    },
    mm_state = {
      size = 3,
      rows = {
        { field = "mm.state", at = 0, bits = 8, info = true },
        { field = "mm.substate", at = 1, bits = 8 },
        { field = "mm.update", at = 2, bits = 8 },
      },
    },
    mm_registration = {
      size = 9,
      rows = {
        { field = "mm.nom", at = 0, bits = 8 },
        { field = "mm.service", at = 1, bits = 8 },
        { field = "plmn", at = 2, kind = "plmn", info = true, size = 3 },
        { field = "rac", at = 7, bits = 8 },
      },
    },
    gsm_cell = {
      size = 13,
      rows = {
        { field = "arfcn", at = 0, bits = 12, info = true },
        { field = "gsm_band", at = 0, bit = 12, bits = 4 },
        { field = "bsic.bcc", at = 2, bits = 8 },
        { field = "bsic.ncc", at = 3, bits = 8 },
        { field = "gsm_cell_id", at = 4, bits = 16, info = true },
        { field = "plmn", at = 6, kind = "plmn", info = true, size = 3 },
        { field = "lac", at = 9, bits = 16, kind = "big", info = true },
        { field = "meas.priority", at = 11, bits = 8 },
      },
    },
    mac_dl_2 = {
      size = 1,
      rows = {
        { field = "mac.samples", at = 0, bits = 8, keep = true },
        {
          field = "mac.block", at = 1, kind = "list", count_of = "mac.samples",
          item = "mac_dl_block_2",
        },
      },
    },
    mac_dl_block_2 = {
      size = 12,
      rows = {
        { field = "subframe", at = 0, bits = 4, keep = true },
        { field = "sfn", at = 0, bit = 4, bits = 10, keep = true },
        { field = "mac.rnti_type", at = 2, bits = 8, keep = true },
        { field = "mac.harq", at = 3, bits = 8, keep = true },
        { field = "mac.pmch", at = 4, bits = 16, keep = true },
        {
          field = "mac.tbs", at = 6, bits = 16, info = true, keep = true,
        },
        { field = "mac.rlc_pdus", at = 8, bits = 8, keep = true },
        { field = "mac.padding", at = 9, bits = 16, keep = true },
        { field = "mac.header_len", at = 11, bits = 8, keep = true },
        {
          field = "mac.header", at = 12, kind = "pdu",
          size_of = "mac.header_len", upper = "mac_lte_dl",
        },
      },
    },
    mac_dl_4 = {
      size = 1,
      rows = {
        { field = "mac.samples", at = 0, bits = 8, keep = true },
        {
          field = "mac.block", at = 1, kind = "list", count_of = "mac.samples",
          item = "mac_dl_block_4",
        },
      },
    },
    mac_dl_block_4 = {
      size = 14,
      rows = {
        { field = "mac.sub_id", at = 0, bits = 8, keep = true },
        { field = "mac.cell", at = 1, bits = 8, keep = true },
        { field = "subframe", at = 2, bits = 4, keep = true },
        { field = "sfn", at = 2, bit = 4, bits = 10, keep = true },
        { field = "mac.rnti_type", at = 4, bits = 8, keep = true },
        { field = "mac.harq", at = 5, bits = 8, keep = true },
        { field = "mac.pmch", at = 6, bits = 16, keep = true },
        {
          field = "mac.tbs", at = 8, bits = 16, info = true, keep = true,
        },
        { field = "mac.rlc_pdus", at = 10, bits = 8, keep = true },
        { field = "mac.padding", at = 11, bits = 16, keep = true },
        { field = "mac.header_len", at = 13, bits = 8, keep = true },
        {
          field = "mac.header", at = 14, kind = "pdu",
          size_of = "mac.header_len", upper = "mac_lte_dl",
        },
      },
    },
    mac_dl_49 = {
      size = 0x021c,
      rows = {
        { field = "mac.blocks", at = 4, bits = 16, keep = true },
        {
          field = "mac.block", at = 0x021c, kind = "list",
          count_of = "mac.blocks", item = "mac_dl_block_49",
        },
      },
    },
    mac_dl_50 = {
      size = 8,
      rows = {
        { field = "mac.blocks", at = 4, bits = 16, keep = true },
        {
          field = "mac.block", at = 8, kind = "list", count_of = "mac.blocks",
          item = "mac_dl_block_49",
        },
      },
    },
    mac_dl_block_49 = {
      size = 16,
      rows = {
        {
          field = "mac.block_size", at = 0, bits = 32, info = true,
          keep = true,
        },
        { field = "mac.block_padding", at = 4, bits = 32, keep = true },
        { field = "sfn", at = 8, bits = 10, keep = true },
        { field = "subframe", at = 8, bit = 10, bits = 4, keep = true },
        {
          field = "mac.rnti_type", at = 8, bit = 15, bits = 4, keep = true,
        },
        { field = "mac.cell", at = 12, bits = 4, keep = true },
        { field = "mac.harq", at = 12, bit = 4, bits = 4, keep = true },
        { field = "mac.parts", at = 13, bits = 8, keep = true },
        { field = "mac.header_size", at = 14, bits = 12, keep = true },
        {
          field = "mac.part", at = 16, kind = "list", count_of = "mac.parts",
          item = "mac_dl_part_49",
        },
      },
    },
    mac_dl_part_49 = {
      size = 12,
      rows = {
        { field = "mac.is_ce", at = 0, bits = 1, keep = true },
        {
          field = "mac.dl_lcid", at = 0, bit = 1, bits = 6, info = true,
          keep = true,
        },
        {
          field = "mac.part_size", at = 0, bit = 7, bits = 16, keep = true,
        },
        {
          field = "mac.ce", at = 3, kind = "pdu", size = 9,
          upper = "mac_lte_ce", if_of = "mac.is_ce",
        },
        {
          field = "mac.groups", at = 8, bits = 8, keep = true,
          unless_of = "mac.is_ce",
        },
        {
          field = "mac.words", at = 9, bits = 16, keep = true,
          unless_of = "mac.is_ce",
        },
        {
          field = "mac.word", kind = "list", count_of = "mac.words",
          item = "mac_word",
        },
        {
          field = "mac.group", kind = "list", count_of = "mac.groups",
          item = "mac_group",
        },
      },
    },
    mac_word = {
      size = 4, rows = { { field = "mac.data", at = 0, bits = 32 } },
    },
    mac_group = {
      size = 0,
      rows = {
        {
          field = "mac.word", kind = "list", while_of = "mac.more",
          item = "mac_group_word",
        },
      },
    },
    mac_group_word = {
      size = 4,
      rows = { { field = "mac.more", at = 0, bits = 1, keep = true } },
    },
    mac_ul_1 = {
      size = 1,
      rows = {
        { field = "mac.samples", at = 0, bits = 8, keep = true },
        {
          field = "mac.block", at = 1, kind = "list", count_of = "mac.samples",
          item = "mac_ul_block_1",
        },
      },
    },
    mac_ul_block_1 = {
      size = 12,
      rows = {
        { field = "mac.harq", at = 0, bits = 8, keep = true },
        { field = "mac.rnti_type", at = 1, bits = 8, keep = true },
        { field = "subframe", at = 2, bits = 4, keep = true },
        { field = "sfn", at = 2, bit = 4, bits = 10, keep = true },
        {
          field = "mac.grant", at = 4, bits = 16, info = true, keep = true,
        },
        { field = "mac.rlc_pdus", at = 6, bits = 8, keep = true },
        { field = "mac.padding", at = 7, bits = 16, keep = true },
        { field = "mac.bsr_event", at = 9, bits = 8, keep = true },
        { field = "mac.bsr_trigger", at = 10, bits = 8, keep = true },
        { field = "mac.header_len", at = 11, bits = 8, keep = true },
        {
          field = "mac.header", at = 12, kind = "pdu",
          size_of = "mac.header_len", upper = "mac_lte_ul",
        },
      },
    },
    mac_ul_2 = {
      size = 1,
      rows = {
        { field = "mac.samples", at = 0, bits = 8, keep = true },
        {
          field = "mac.block", at = 1, kind = "list", count_of = "mac.samples",
          item = "mac_ul_block_2",
        },
      },
    },
    mac_ul_block_2 = {
      size = 14,
      rows = {
        { field = "mac.sub_id", at = 0, bits = 8, keep = true },
        { field = "mac.cell", at = 1, bits = 8, keep = true },
        { field = "mac.harq", at = 2, bits = 8, keep = true },
        { field = "mac.rnti_type", at = 3, bits = 8, keep = true },
        { field = "subframe", at = 4, bits = 4, keep = true },
        { field = "sfn", at = 4, bit = 4, bits = 10, keep = true },
        {
          field = "mac.grant", at = 6, bits = 16, info = true, keep = true,
        },
        { field = "mac.rlc_pdus", at = 8, bits = 8, keep = true },
        { field = "mac.padding", at = 9, bits = 16, keep = true },
        { field = "mac.bsr_event", at = 11, bits = 8, keep = true },
        { field = "mac.bsr_trigger", at = 12, bits = 8, keep = true },
        { field = "mac.header_len", at = 13, bits = 8, keep = true },
        {
          field = "mac.header", at = 14, kind = "pdu",
          size_of = "mac.header_len", upper = "mac_lte_ul",
        },
      },
    },
    mac_buffers_3 = {
      size = 1,
      rows = {
        { field = "mac.samples", at = 0, bits = 8, keep = true },
        {
          field = "mac.buffer", at = 1, kind = "list",
          count_of = "mac.samples", item = "mac_buffer_3",
        },
      },
    },
    mac_buffer_3 = {
      size = 3,
      rows = {
        { field = "subframe", at = 0, bits = 4 },
        { field = "sfn", at = 0, bit = 4, bits = 10 },
        { field = "mac.lcids", at = 2, bits = 8, keep = true },
        {
          field = "mac.channel", at = 3, kind = "list", count_of = "mac.lcids",
          item = "mac_channel_3",
        },
      },
    },
    mac_channel_3 = {
      size = 12,
      rows = {
        { field = "mac.lcid", at = 0, bits = 8 },
        { field = "mac.priority", at = 1, bits = 8 },
        { field = "mac.new_bytes", at = 2, bits = 32 },
        { field = "mac.retx_bytes", at = 6, bits = 32 },
        { field = "mac.ctrl_bytes", at = 10, bits = 16 },
      },
    },
    mac_buffers_24 = {
      size = 1,
      rows = {
        { field = "mac.samples", at = 0, bits = 8, keep = true },
        {
          field = "mac.buffer", at = 1, kind = "list",
          count_of = "mac.samples", item = "mac_buffer_24",
        },
      },
    },
    mac_buffer_24 = {
      size = 4,
      rows = {
        { field = "mac.sub_id", at = 0, bits = 8 },
        { field = "subframe", at = 1, bits = 4 },
        { field = "sfn", at = 1, bit = 4, bits = 10 },
        { field = "mac.lcids", at = 3, bits = 8, keep = true },
        {
          field = "mac.channel", at = 4, kind = "list", count_of = "mac.lcids",
          item = "mac_channel_24",
        },
      },
    },
    mac_channel_24 = {
      size = 16,
      rows = {
        { field = "mac.lcid", at = 0, bits = 8 },
        { field = "mac.priority", at = 1, bits = 8 },
        { field = "mac.new_bytes", at = 2, bits = 32 },
        { field = "mac.new_compressed", at = 6, bits = 32 },
        { field = "mac.retx_bytes", at = 10, bits = 32 },
        { field = "mac.ctrl_bytes", at = 14, bits = 16 },
      },
    },
    mac_ul_statistics_2 = {
      size = 16,
      rows = {
        { field = "mac.sub_id", at = 0, bits = 8 },
        { field = "mac.samples", at = 1, bits = 8 },
        { field = "mac.bsr_padding", at = 2, bits = 8 },
        { field = "mac.bsr_regular", at = 3, bits = 8 },
        { field = "mac.bsr_periodic", at = 4, bits = 8 },
        { field = "mac.bsr_cancelled", at = 5, bits = 8 },
        { field = "mac.grant_received", at = 6, bits = 32, info = true },
        { field = "mac.grant_used", at = 10, bits = 32, info = true },
      },
    },
    mac_ul_statistics_1 = {
      size = 16,
      rows = {
        { field = "mac.samples", at = 0, bits = 8 },
        { field = "mac.bsr_padding", at = 1, bits = 8 },
        { field = "mac.bsr_regular", at = 2, bits = 8 },
        { field = "mac.bsr_periodic", at = 3, bits = 8 },
        { field = "mac.bsr_cancelled", at = 4, bits = 8 },
        { field = "mac.grant_received", at = 5, bits = 32, info = true },
        { field = "mac.grant_used", at = 9, bits = 32, info = true },
      },
    },
    rach_attempt_2 = {
      size = 32,
      rows = {
        { field = "rach.attempt", at = 0, bits = 8, info = true },
        { field = "rach.result", at = 1, bits = 8, info = true },
        { field = "rach.contention", at = 2, bits = 8 },
        { field = "rach.has_msg1", at = 3, bits = 1 },
        { field = "rach.has_msg2", at = 3, bit = 1, bits = 1 },
        { field = "rach.has_msg3", at = 3, bit = 2, bits = 1 },
        { field = "rach.preamble", at = 4, bits = 8 },
        { field = "rach.preamble_mask", at = 5, bits = 8 },
        { field = "rach.power", at = 6, bits = 16, kind = "int" },
        { field = "rach.backoff", at = 8, bits = 16 },
        { field = "rach.msg2_result", at = 10, bits = 8 },
        { field = "rach.tc_rnti", at = 11, bits = 16 },
        {
          field = "rach.timing_advance", at = 13, bits = 16, none = 0xffff,
          info = true,
        },
        { field = "rach.grant_raw", at = 15, bits = 32 },
        { field = "rach.grant", at = 19, bits = 16 },
        { field = "rach.harq", at = 21, bits = 8 },
        { field = "rach.msg3", at = 22, kind = "bytes", size = 10 },
      },
    },
    rach_attempt_3 = {
      size = 34,
      rows = {
        { field = "mac.sub_id", at = 0, bits = 8 },
        { field = "mac.cell", at = 1, bits = 8 },
        { field = "rach.attempt", at = 2, bits = 8, info = true },
        { field = "rach.result", at = 3, bits = 8, info = true },
        { field = "rach.contention", at = 4, bits = 8 },
        { field = "rach.has_msg1", at = 5, bits = 1 },
        { field = "rach.has_msg2", at = 5, bit = 1, bits = 1 },
        { field = "rach.has_msg3", at = 5, bit = 2, bits = 1 },
        { field = "rach.preamble", at = 6, bits = 8 },
        { field = "rach.preamble_mask", at = 7, bits = 8 },
        { field = "rach.power", at = 8, bits = 16, kind = "int" },
        { field = "rach.backoff", at = 10, bits = 16 },
        { field = "rach.msg2_result", at = 12, bits = 8 },
        { field = "rach.tc_rnti", at = 13, bits = 16 },
        {
          field = "rach.timing_advance", at = 15, bits = 16, none = 0xffff,
          info = true,
        },
        { field = "rach.grant_raw", at = 17, bits = 32 },
        { field = "rach.grant", at = 21, bits = 16 },
        { field = "rach.harq", at = 23, bits = 8 },
        { field = "rach.msg3", at = 24, kind = "bytes", size = 10 },
      },
    },
    rach_attempt_50 = {
      size = 51,
      rows = {
        { field = "mac.sub_id", at = 0, bits = 8 },
        { field = "mac.cell", at = 1, bits = 8 },
        { field = "rach.attempt", at = 2, bits = 8, info = true },
        { field = "rach.result", at = 3, bits = 8, info = true },
        { field = "rach.contention", at = 4, bits = 8 },
        { field = "rach.has_msg1", at = 5, bits = 1 },
        { field = "rach.has_msg2", at = 5, bit = 1, bits = 1 },
        { field = "rach.has_msg3", at = 5, bit = 2, bits = 1 },
        { field = "rach.preamble", at = 6, bits = 8 },
        { field = "rach.preamble_mask", at = 7, bits = 8 },
        { field = "rach.power", at = 8, bits = 16, kind = "int" },
        { field = "rach.backoff", at = 13, bits = 16 },
        { field = "rach.msg2_result", at = 15, bits = 8 },
        { field = "rach.tc_rnti", at = 16, bits = 16 },
        {
          field = "rach.timing_advance", at = 18, bits = 16, none = 0xffff,
          info = true,
        },
        { field = "rach.grant_raw", at = 20, bits = 32 },
        { field = "rach.grant", at = 24, bits = 16 },
        { field = "rach.harq", at = 26, bits = 8 },
        { field = "rach.msg3", at = 27, kind = "bytes", size = 10 },
        { field = "ul_earfcn", at = 37, bits = 32 },
      },
    },
    rach_reason_1 = {
      size = 16,
      rows = {
        { field = "rach.reason", at = 0, bits = 8, info = true },
        { field = "rach.msg3_size", at = 11, bits = 8 },
        { field = "rach.group", at = 12, bits = 8 },
        { field = "rach.radio_condition", at = 13, bits = 8 },
        { field = "rach.c_rnti", at = 14, bits = 16 },
      },
    },
    rach_reason_2 = {
      size = 18,
      rows = {
        { field = "mac.sub_id", at = 0, bits = 8 },
        { field = "mac.cell", at = 1, bits = 8 },
        { field = "rach.reason", at = 2, bits = 8, info = true },
        { field = "rach.msg3_size", at = 13, bits = 8 },
        { field = "rach.group", at = 14, bits = 8 },
        { field = "rach.radio_condition", at = 15, bits = 8 },
        { field = "rach.c_rnti", at = 16, bits = 16 },
      },
    },
    nr_rach_attempt_2_7 = {
      size = 28,
      rows = {
        { field = "mac.sub_id", at = 14, bits = 8 },
        { field = "rach.attempts", at = 16, bits = 16, info = true },
        { field = "rach.ssb", at = 18, bits = 8 },
        { field = "rach.csi_rs", at = 19, bits = 8 },
        { field = "mac.carrier", at = 20, bits = 8 },
        { field = "rach.nr_result", at = 21, bits = 8, info = true },
        { field = "rach.nr_contention", at = 22, bits = 8 },
        { field = "rach.has_msg1", at = 23, bits = 1, keep = true },
        {
          field = "rach.has_msg2", at = 23, bit = 1, bits = 1, keep = true,
        },
        {
          field = "rach.has_msg3", at = 23, bit = 2, bits = 1, keep = true,
        },
        {
          field = "rach.has_msg4", at = 23, bit = 3, bits = 1, keep = true,
        },
        { field = "rach.msg1_scs", at = 24, bits = 8 },
        { field = "rach.bwp_scs", at = 25, bits = 8 },
        {
          field = "rach.msg1", kind = "list", count_of = "rach.has_msg1",
          item = "nr_rach_msg1_2_7",
        },
        {
          field = "rach.response", kind = "list", count_of = "rach.has_msg2",
          item = "nr_rach_msg2_2_7",
        },
        {
          field = "rach.request", kind = "list", count_of = "rach.has_msg3",
          item = "nr_rach_msg3",
        },
        {
          field = "rach.resolution", kind = "list", count_of = "rach.has_msg4",
          item = "nr_rach_msg4",
        },
      },
    },
    nr_rach_attempt_3_5 = {
      size = 24,
      rows = {
        { field = "rach.attempts", at = 8, bits = 16, info = true },
        { field = "rach.ssb", at = 10, bits = 8 },
        { field = "rach.csi_rs", at = 11, bits = 8 },
        { field = "mac.carrier", at = 13, bits = 8 },
        { field = "rach.nr_result", at = 14, bits = 8, info = true },
        { field = "rach.nr_contention", at = 15, bits = 8 },
        { field = "rach.has_msg1", at = 16, bits = 1, keep = true },
        {
          field = "rach.has_msg2", at = 16, bit = 1, bits = 1, keep = true,
        },
        {
          field = "rach.has_msg3", at = 16, bit = 2, bits = 1, keep = true,
        },
        {
          field = "rach.has_msg4", at = 16, bit = 3, bits = 1, keep = true,
        },
        { field = "rach.msg1_scs", at = 17, bits = 8 },
        { field = "rach.bwp_scs", at = 18, bits = 8 },
        {
          field = "rach.msg1", kind = "list", count_of = "rach.has_msg1",
          item = "nr_rach_msg1_3_5",
        },
        {
          field = "rach.response", kind = "list", count_of = "rach.has_msg2",
          item = "nr_rach_msg2_3_5",
        },
        {
          field = "rach.request", kind = "list", count_of = "rach.has_msg3",
          item = "nr_rach_msg3",
        },
        {
          field = "rach.resolution", kind = "list", count_of = "rach.has_msg4",
          item = "nr_rach_msg4",
        },
      },
    },
    nr_rach_msg1_2_7 = {
      size = 28,
      rows = {
        { field = "sfn", at = 0, bits = 10 },
        { field = "subframe", at = 0, bit = 10, bits = 6 },
        { field = "slot", at = 2, bits = 8 },
        { field = "scs", at = 3, bits = 8 },
        { field = "rach.symbol", at = 4, bits = 8 },
        { field = "rach.prach_config", at = 5, bits = 16 },
        { field = "rach.nr_preamble", at = 7, bits = 8 },
        { field = "rach.fdm", at = 8, bits = 16 },
        { field = "rach.root", at = 10, bits = 16 },
        { field = "rach.shift", at = 12, bits = 16 },
        { field = "rach.ra_rnti", at = 14, bits = 16 },
        { field = "rach.window_start", at = 16, bits = 10 },
        { field = "rach.window_end", at = 20, bits = 10 },
        { field = "rach.backoff_time", at = 24, bits = 32 },
      },
    },
    nr_rach_msg1_3_5 = {
      size = 36,
      rows = {
        { field = "sfn", at = 0, bits = 10 },
        { field = "subframe", at = 0, bit = 10, bits = 6 },
        { field = "slot", at = 2, bits = 8 },
        { field = "scs", at = 3, bits = 8 },
        { field = "rach.symbol", at = 4, bits = 8 },
        { field = "rach.format", at = 5, bits = 8 },
        { field = "rach.prach_config", at = 6, bits = 16 },
        { field = "rach.root", at = 8, bits = 16 },
        { field = "rach.nr_preamble", at = 10, bits = 8 },
        { field = "rach.fdm", at = 11, bits = 8 },
        { field = "rach.shift", at = 12, bits = 16 },
        { field = "rach.ra_rnti", at = 16, bits = 16 },
        { field = "rach.path_loss", at = 18, bits = 16 },
        { field = "rach.window_start", at = 20, bits = 10 },
        { field = "rach.window_end", at = 24, bits = 10 },
        { field = "rach.backoff_time", at = 28, bits = 32 },
      },
    },
    nr_rach_msg2_2_7 = {
      size = 12,
      rows = {
        { field = "sfn", at = 0, bits = 10 },
        { field = "subframe", at = 0, bit = 10, bits = 6 },
        { field = "slot", at = 2, bits = 8 },
        { field = "scs", at = 3, bits = 8 },
        { field = "rach.backoff", at = 4, bits = 16 },
        { field = "rach.tc_rnti", at = 6, bits = 16 },
        { field = "rach.timing_advance", at = 8, bits = 16, info = true },
        { field = "rach.msg2_result", at = 10, bits = 8 },
      },
    },
    nr_rach_msg2_3_5 = {
      size = 24,
      rows = {
        { field = "sfn", at = 0, bits = 10 },
        { field = "subframe", at = 0, bit = 10, bits = 6 },
        { field = "slot", at = 2, bits = 8 },
        { field = "scs", at = 3, bits = 8 },
        { field = "rach.backoff", at = 4, bits = 16 },
        { field = "rach.tc_rnti", at = 6, bits = 16 },
        { field = "rach.timing_advance", at = 8, bits = 16, info = true },
        { field = "rach.msg2_result", at = 10, bits = 8 },
      },
    },
    nr_rach_msg3 = {
      size = 24,
      rows = {
        { field = "sfn", at = 0, bits = 10 },
        { field = "subframe", at = 0, bit = 10, bits = 6 },
        { field = "slot", at = 2, bits = 8 },
        { field = "scs", at = 3, bits = 8 },
        { field = "rach.grant_raw", at = 4, bits = 32 },
        { field = "rach.grant", at = 8, bits = 16 },
        { field = "rach.harq", at = 10, bits = 8 },
        { field = "rach.msg3", at = 12, kind = "bytes", size = 12 },
      },
    },
    nr_rach_msg4 = {
      size = 16,
      rows = {
        { field = "sfn", at = 0, bits = 10 },
        { field = "subframe", at = 0, bit = 10, bits = 6 },
        { field = "slot", at = 2, bits = 8 },
        { field = "scs", at = 3, bits = 8 },
        { field = "rach.window_start", at = 4, bits = 10 },
        { field = "rach.window_end", at = 8, bits = 10 },
        { field = "rach.c_rnti", at = 12, bits = 16 },
      },
    },
    nr_rach_trigger_2_1 = {
      size = 30,
      rows = {
        { field = "mac.sub_id", at = 14, bits = 8 },
        { field = "rach.c_rnti", at = 16, bits = 16 },
        { field = "rach.nr_reason", at = 18, bits = 8, info = true },
        { field = "mac.carrier", at = 19, bits = 8 },
        { field = "rach.bwp", at = 20, bits = 8 },
        { field = "rach.nr_contention", at = 21, bits = 8, info = true },
        { field = "rach.nr_preamble", at = 22, bits = 8 },
        { field = "rach.msg3_size", at = 23, bits = 8 },
        { field = "rach.msg3", at = 24, kind = "bytes", size = 6 },
      },
    },
    nr_pdsch_stat_2_2 = {
      size = 28,
      rows = {
        { field = "mac.records", at = 15, bits = 8, keep = true },
        {
          field = "mac.record", at = 28, kind = "list",
          count_of = "mac.records", item = "nr_pdsch_stat_record_2_2",
        },
      },
    },
    nr_pdsch_stat_record_2_2 = {
      size = 72,
      rows = {
        { field = "mac.carrier_id", at = 0, bits = 32, info = true },
        { field = "mac.slots", at = 4, bits = 32 },
        { field = "mac.decoded", at = 8, bits = 32 },
        { field = "mac.crc_right", at = 12, bits = 32, info = true },
        { field = "mac.crc_wrong", at = 16, bits = 32, info = true },
        { field = "mac.retx", at = 20, bits = 32 },
        { field = "mac.ack_as_nack", at = 24, bits = 32 },
        { field = "mac.harq_failed", at = 28, bits = 32 },
        { field = "mac.bytes_right", at = 32, bits = 64 },
        { field = "mac.bytes_wrong", at = 40, bits = 64 },
        { field = "mac.bytes", at = 48, bits = 64 },
        { field = "mac.bytes_padding", at = 56, bits = 64 },
        { field = "mac.bytes_retx", at = 64, bits = 64 },
      },
    },
    nr_ul_stat_2_0 = {
      size = 20,
      rows = {
        { field = "mac.records", at = 15, bits = 8, keep = true },
        {
          field = "mac.record", at = 20, kind = "list",
          count_of = "mac.records", item = "nr_ul_stat_record_2_0",
        },
      },
    },
    nr_ul_stat_record_2_0 = {
      size = 92,
      rows = {
        { field = "mac.bytes_new", at = 0, bits = 64 },
        { field = "mac.bytes_retx", at = 8, bits = 64 },
        { field = "mac.mcs_sum", at = 16, bits = 64 },
        { field = "mac.prb_sum", at = 24, bits = 64 },
        { field = "mac.phr_sum", at = 32, bits = 64 },
        { field = "mac.blocks_new", at = 44, bits = 32, info = true },
        { field = "mac.retx", at = 48, bits = 32, info = true },
        { field = "mac.dtx", at = 52, bits = 32 },
        { field = "mac.ri_count", at = 56, bits = 32 },
        { field = "mac.ri_sum", at = 60, bits = 32 },
        { field = "mac.cqi_count", at = 64, bits = 32 },
        { field = "mac.cqi_sum", at = 68, bits = 32 },
        { field = "mac.phr_count", at = 72, bits = 32 },
        { field = "mac.scheduled", at = 80, bits = 32 },
        { field = "mac.not_scheduled", at = 84, bits = 32 },
      },
    },
    nr_ul_stat_2_1 = {
      size = 20,
      rows = {
        { field = "mac.records", at = 15, bits = 8, keep = true },
        {
          field = "mac.record", at = 20, kind = "list",
          count_of = "mac.records", item = "nr_ul_stat_record_2_1",
        },
      },
    },
    nr_ul_stat_record_2_1 = {
      size = 96,
      rows = {
        { field = "mac.bytes_new", at = 0, bits = 64 },
        { field = "mac.bytes_retx", at = 8, bits = 64 },
        { field = "mac.mcs_sum", at = 16, bits = 64 },
        { field = "mac.prb_sum", at = 24, bits = 64 },
        { field = "mac.phr_sum", at = 32, bits = 64 },
        { field = "mac.blocks_new", at = 48, bits = 32, info = true },
        { field = "mac.retx", at = 52, bits = 32, info = true },
        { field = "mac.ri_count", at = 56, bits = 32 },
        { field = "mac.ri_sum", at = 60, bits = 32 },
        { field = "mac.cqi_count", at = 64, bits = 32 },
        { field = "mac.cqi_sum", at = 68, bits = 32 },
        { field = "mac.phr_count", at = 72, bits = 32 },
        { field = "mac.scheduled", at = 80, bits = 32 },
        { field = "mac.not_scheduled", at = 84, bits = 32 },
      },
    },
    nr_ul_blocks_4 = {
      size = 8,
      rows = {
        { field = "mac.ttis", at = 4, bits = 4, keep = true },
        {
          field = "mac.tti", at = 8, kind = "list", count_of = "mac.ttis",
          item = "nr_ul_tti_4",
        },
      },
    },
    nr_ul_tti_4 = {
      size = 8,
      rows = {
        { field = "slot", at = 0, bits = 8 },
        { field = "sfn", at = 2, bits = 10 },
        { field = "mac.samples", at = 4, bits = 4, keep = true },
        {
          field = "mac.block", at = 8, kind = "list", count_of = "mac.samples",
          item = "nr_ul_block_4",
        },
      },
    },
    nr_ul_block_4 = {
      size = 20,
      rows = {
        { field = "scs", at = 0, bits = 3 },
        { field = "mac.harq", at = 0, bit = 3, bits = 4 },
        { field = "mac.carrier", at = 0, bit = 7, bits = 2 },
        { field = "mac.pdus", at = 2, bit = 1, bits = 10 },
        { field = "mac.grant_bytes", at = 4, bits = 32, info = true },
        { field = "mac.built_bytes", at = 8, bits = 32, info = true },
        { field = "mac.has_phr", at = 13, bits = 1 },
        { field = "mac.has_bsr", at = 13, bit = 1, bits = 1 },
        { field = "mac.ce_size", at = 16, bits = 6, keep = true },
        {
          field = "mac.ces", at = 20, kind = "bytes", size_of = "mac.ce_size",
        },
      },
    },
    rlc_dl_3 = {
      size = 16,
      rows = {
        { field = "rlc.config", at = 0, bits = 8 },
        { field = "rlc.mode", at = 1, bits = 8 },
        { field = "rlc.sn_length", at = 2, bits = 8 },
        { field = "rlc.vr_r", at = 6, bits = 16 },
        { field = "rlc.vr_x", at = 8, bits = 16 },
        { field = "rlc.vr_ms", at = 10, bits = 16 },
        { field = "rlc.vr_h", at = 12, bits = 16 },
        {
          field = "rlc.pdus", at = 14, bits = 16, info = true, keep = true,
        },
        {
          field = "rlc.pdu", at = 16, kind = "list", count_of = "rlc.pdus",
          item = "rlc_pdu",
        },
      },
    },
    rlc_ul_3 = {
      size = 20,
      rows = {
        { field = "rlc.config", at = 0, bits = 8 },
        { field = "rlc.mode", at = 1, bits = 8 },
        { field = "rlc.sn_length", at = 2, bits = 8 },
        { field = "rlc.vt_a", at = 6, bits = 16 },
        { field = "rlc.vt_s", at = 8, bits = 16 },
        { field = "rlc.pdus_no_poll", at = 10, bits = 16 },
        { field = "rlc.bytes_no_poll", at = 12, bits = 32 },
        { field = "rlc.poll_sn", at = 16, bits = 16 },
        {
          field = "rlc.pdus", at = 18, bits = 16, info = true, keep = true,
        },
        {
          field = "rlc.pdu", at = 20, kind = "list", count_of = "rlc.pdus",
          item = "rlc_pdu",
        },
      },
    },
    rlc_pdu = {
      size = 7,
      rows = {
        { field = "subframe", at = 0, bits = 4 },
        { field = "sfn", at = 0, bit = 4, bits = 10 },
        { field = "rlc.size", at = 2, bits = 16 },
        { field = "rlc.logged", at = 4, bits = 16, keep = true },
        {
          field = "rlc.header", at = 7, kind = "bytes", size_of = "rlc.logged",
        },
      },
    },
    pdcp_cipher_1 = {
      size = 36,
      rows = {
        { field = "pdcp.srb_key", at = 0, kind = "secret", size = 16 },
        { field = "pdcp.drb_key", at = 16, kind = "secret", size = 16 },
        {
          field = "pdcp.srb_cipher", at = 32, bits = 8, info = true,
          keep = true,
        },
        {
          field = "pdcp.drb_cipher", at = 33, bits = 8, info = true,
          keep = true,
        },
        {
          field = "pdcp.pdus", at = 34, bits = 16, info = true, keep = true,
        },
        {
          field = "pdcp.pdu", at = 36, kind = "list", count_of = "pdcp.pdus",
          item = "pdcp_pdu_1",
        },
      },
    },
    pdcp_cipher_24 = {
      size = 36,
      rows = {
        { field = "pdcp.srb_key", at = 0, kind = "secret", size = 16 },
        { field = "pdcp.drb_key", at = 16, kind = "secret", size = 16 },
        {
          field = "pdcp.srb_cipher", at = 32, bits = 8, info = true,
          keep = true,
        },
        {
          field = "pdcp.drb_cipher", at = 33, bits = 8, info = true,
          keep = true,
        },
        {
          field = "pdcp.pdus", at = 34, bits = 16, info = true, keep = true,
        },
        {
          field = "pdcp.pdu", at = 36, kind = "list", count_of = "pdcp.pdus",
          item = "pdcp_pdu_24",
        },
      },
    },
    pdcp_pdu_1 = {
      size = 12,
      rows = {
        { field = "pdcp.config", at = 0, bits = 6, keep = true },
        { field = "pdcp.mode", at = 0, bit = 6, bits = 1, keep = true },
        {
          field = "pdcp.sn_length", at = 0, bit = 7, bits = 2, keep = true,
        },
        { field = "pdcp.bearer", at = 0, bit = 9, bits = 5, keep = true },
        { field = "pdcp.valid", at = 0, bit = 14, bits = 1, keep = true },
        { field = "pdcp.size", at = 2, bits = 16, keep = true },
        { field = "pdcp.logged", at = 4, bits = 16, keep = true },
        { field = "subframe", at = 6, bits = 4, keep = true },
        { field = "sfn", at = 6, bit = 4, bits = 10, keep = true },
        { field = "pdcp.count", at = 8, bits = 32, keep = true },
        {
          field = "pdcp.header", at = 12, kind = "pdu",
          size_of = "pdcp.logged", upper = "pdcp_lte_user",
        },
      },
    },
    pdcp_pdu_24 = {
      size = 13,
      rows = {
        { field = "pdcp.config", at = 0, bits = 6, keep = true },
        { field = "pdcp.mode", at = 0, bit = 6, bits = 1, keep = true },
        {
          field = "pdcp.sn_length", at = 0, bit = 7, bits = 2, keep = true,
        },
        { field = "pdcp.bearer", at = 0, bit = 9, bits = 5, keep = true },
        { field = "pdcp.valid", at = 0, bit = 14, bits = 1, keep = true },
        { field = "pdcp.size", at = 2, bits = 16, keep = true },
        { field = "pdcp.logged", at = 4, bits = 16, keep = true },
        { field = "subframe", at = 6, bits = 4, keep = true },
        { field = "sfn", at = 6, bit = 4, bits = 10, keep = true },
        { field = "pdcp.count", at = 8, bits = 32, keep = true },
        {
          field = "pdcp.header", at = 13, kind = "pdu",
          size_of = "pdcp.logged", upper = "pdcp_lte_user",
        },
      },
    },
    pdcp_dl_integrity_1 = {
      size = 36,
      rows = {
        { field = "pdcp.ck", at = 0, kind = "secret", size = 16 },
        { field = "pdcp.ik", at = 16, kind = "secret", size = 16 },
        {
          field = "pdcp.srb_cipher", at = 32, bits = 8, info = true,
          keep = true,
        },
        {
          field = "pdcp.integrity", at = 33, bits = 8, info = true,
          keep = true,
        },
        {
          field = "pdcp.pdus", at = 34, bits = 16, info = true, keep = true,
        },
        {
          field = "pdcp.pdu", at = 36, kind = "list", count_of = "pdcp.pdus",
          item = "pdcp_dl_signalling",
        },
      },
    },
    pdcp_ul_integrity_1 = {
      size = 36,
      rows = {
        { field = "pdcp.ck", at = 0, kind = "secret", size = 16 },
        { field = "pdcp.ik", at = 16, kind = "secret", size = 16 },
        {
          field = "pdcp.srb_cipher", at = 32, bits = 8, info = true,
          keep = true,
        },
        {
          field = "pdcp.integrity", at = 33, bits = 8, info = true,
          keep = true,
        },
        {
          field = "pdcp.pdus", at = 34, bits = 16, info = true, keep = true,
        },
        {
          field = "pdcp.pdu", at = 36, kind = "list", count_of = "pdcp.pdus",
          item = "pdcp_ul_signalling",
        },
      },
    },
    pdcp_dl_signalling = {
      size = 20,
      rows = {
        { field = "pdcp.config", at = 0, bits = 6, keep = true },
        { field = "pdcp.bearer", at = 0, bit = 9, bits = 5, keep = true },
        { field = "pdcp.size", at = 2, bits = 16, keep = true },
        { field = "pdcp.logged", at = 4, bits = 16, keep = true },
        { field = "subframe", at = 6, bits = 4, keep = true },
        { field = "sfn", at = 6, bit = 4, bits = 10, keep = true },
        { field = "pdcp.count", at = 8, bits = 32, keep = true },
        { field = "pdcp.mac_i", at = 12, bits = 32 },
        { field = "pdcp.mac_i", at = 16, bits = 32, keep = true },
        {
          field = "pdcp.header", at = 20, kind = "pdu",
          size_of = "pdcp.logged", upper = "pdcp_lte_signalling",
        },
      },
    },
    pdcp_ul_signalling = {
      size = 16,
      rows = {
        { field = "pdcp.config", at = 0, bits = 6, keep = true },
        { field = "pdcp.bearer", at = 0, bit = 9, bits = 5, keep = true },
        { field = "pdcp.size", at = 2, bits = 16, keep = true },
        { field = "pdcp.logged", at = 4, bits = 16, keep = true },
        { field = "subframe", at = 6, bits = 4, keep = true },
        { field = "sfn", at = 6, bit = 4, bits = 10, keep = true },
        { field = "pdcp.count", at = 8, bits = 32, keep = true },
        { field = "pdcp.mac_i", at = 12, bits = 32, keep = true },
        {
          field = "pdcp.header", at = 16, kind = "pdu",
          size_of = "pdcp.logged", upper = "pdcp_lte_signalling",
        },
      },
    },
    pdsch_stat_16 = {
      size = 4,
      rows = {
        { field = "phy.records", at = 1, bits = 8, keep = true },
        {
          field = "phy.record", at = 4, kind = "list",
          count_of = "phy.records", item = "pdsch_record_16",
        },
      },
    },
    pdsch_record_16 = {
      size = 20,
      rows = {
        { field = "subframe", at = 0, bits = 4 },
        { field = "sfn", at = 0, bit = 4, bits = 10 },
        { field = "phy.rbs", at = 2, bits = 8, info = true },
        { field = "phy.layers", at = 3, bits = 8 },
        { field = "phy.blocks", at = 4, bits = 8, keep = true },
        { field = "phy.cell", at = 5, bits = 4 },
        {
          field = "phy.block", at = 6, kind = "list", count_of = "phy.blocks",
          item = "pdsch_block_16",
        },
      },
    },
    pdsch_block_16 = {
      size = 6,
      rows = {
        { field = "phy.harq", at = 0, bits = 4 },
        { field = "phy.rv", at = 0, bit = 4, bits = 2 },
        { field = "phy.ndi", at = 0, bit = 6, bits = 1 },
        { field = "phy.crc", at = 0, bit = 7, bits = 1 },
        { field = "phy.rnti_type", at = 1, bits = 4 },
        { field = "phy.tb_size", at = 2, bits = 16 },
        { field = "phy.mcs", at = 4, bits = 8, info = true },
        { field = "phy.block_rbs", at = 5, bits = 8 },
      },
    },
    pdsch_stat_24 = {
      size = 4,
      rows = {
        { field = "phy.records", at = 1, bits = 8, keep = true },
        {
          field = "phy.record", at = 4, kind = "list",
          count_of = "phy.records", item = "pdsch_record_24",
        },
      },
    },
    pdsch_record_24 = {
      size = 24,
      rows = {
        { field = "subframe", at = 0, bits = 4 },
        { field = "sfn", at = 0, bit = 4, bits = 10 },
        { field = "phy.rbs", at = 2, bits = 8, info = true },
        { field = "phy.layers", at = 3, bits = 8 },
        { field = "phy.blocks", at = 4, bits = 8, keep = true },
        { field = "phy.cell", at = 5, bits = 4 },
        {
          field = "phy.block", at = 6, kind = "list", count_of = "phy.blocks",
          item = "pdsch_block_24",
        },
      },
    },
    pdsch_block_24 = {
      size = 8,
      rows = {
        { field = "phy.harq", at = 0, bits = 4 },
        { field = "phy.rv", at = 0, bit = 4, bits = 2 },
        { field = "phy.ndi", at = 0, bit = 6, bits = 1 },
        { field = "phy.crc", at = 0, bit = 7, bits = 1 },
        { field = "phy.rnti_type", at = 1, bits = 4 },
        { field = "phy.tb_size", at = 2, bits = 16 },
        { field = "phy.mcs", at = 4, bits = 8, info = true },
        { field = "phy.block_rbs", at = 5, bits = 8 },
        { field = "phy.bits_per_symbol", at = 6, bits = 8 },
      },
    },
    pdsch_stat_36 = {
      size = 4,
      rows = {
        { field = "phy.records", at = 1, bits = 8, keep = true },
        {
          field = "phy.record", at = 4, kind = "list",
          count_of = "phy.records", item = "pdsch_record_36",
        },
      },
    },
    pdsch_record_36 = {
      size = 40,
      rows = {
        { field = "subframe", at = 0, bits = 4 },
        { field = "sfn", at = 0, bit = 4, bits = 10 },
        { field = "phy.rbs", at = 2, bits = 8, info = true },
        { field = "phy.layers", at = 3, bits = 8 },
        { field = "phy.blocks", at = 4, bits = 8, keep = true },
        { field = "phy.cell", at = 5, bits = 4 },
        {
          field = "phy.block", at = 12, kind = "list", count_of = "phy.blocks",
          item = "pdsch_block_36",
        },
      },
    },
    pdsch_block_36 = {
      size = 12,
      rows = {
        { field = "phy.harq", at = 0, bits = 4 },
        { field = "phy.rv", at = 0, bit = 4, bits = 2 },
        { field = "phy.ndi", at = 0, bit = 6, bits = 1 },
        { field = "phy.crc", at = 0, bit = 7, bits = 1 },
        { field = "phy.rnti_type", at = 1, bits = 4 },
        { field = "phy.tb_size", at = 4, bits = 16 },
        { field = "phy.mcs", at = 6, bits = 8, info = true },
        { field = "phy.block_rbs", at = 7, bits = 8 },
        { field = "phy.bits_per_symbol", at = 8, bits = 8 },
      },
    },
    pdcch_121 = {
      size = 8,
      rows = {
        { field = "subframe", at = 1, bits = 4 },
        { field = "sfn", at = 1, bit = 4, bits = 10, info = true },
        { field = "phy.carrier", at = 6, bit = 4, bits = 4 },
        { field = "phy.hypotheses", at = 7, bits = 8, info = true },
      },
    },
    demapper_23 = {
      size = 52,
      rows = {
        { field = "pci", at = 1, bits = 9, info = true },
        { field = "subframe", at = 1, bit = 9, bits = 4 },
        { field = "sfn", at = 1, bit = 13, bits = 10 },
        { field = "phy.rnti", at = 4, bits = 16 },
        { field = "phy.rnti_type", at = 6, bits = 4 },
        { field = "phy.tb_size", at = 44, bits = 16, info = true },
      },
    },
    demapper_123 = {
      size = 60,
      rows = {
        { field = "pci", at = 1, bits = 9, info = true },
        { field = "subframe", at = 1, bit = 9, bits = 4 },
        { field = "sfn", at = 1, bit = 13, bits = 10 },
        { field = "phy.rnti", at = 4, bits = 16 },
        { field = "phy.rnti_type", at = 6, bits = 4 },
        { field = "phy.tb_size", at = 44, bits = 16, info = true },
      },
    },
    pusch_43 = {
      size = 8,
      rows = {
        { field = "pci", at = 1, bits = 9, info = true },
        { field = "phy.records", at = 1, bit = 9, bits = 5, keep = true },
        { field = "phy.frame_time", at = 4, bits = 16 },
        {
          field = "phy.record", at = 8, kind = "list",
          count_of = "phy.records", item = "pusch_record_43",
        },
      },
    },
    pusch_record_43 = {
      size = 64,
      rows = {
        { field = "phy.frame_time", at = 0, bits = 16 },
        {
          field = "phy.coding_rate", at = 2, bits = 16, add = 0, div = 0x0400,
        },
        { field = "phy.rbs", at = 8, bit = 25, bits = 7 },
        { field = "phy.tb_size", at = 12, bits = 16 },
      },
    },
    pusch_124 = {
      size = 8,
      rows = {
        { field = "pci", at = 1, bits = 9, info = true },
        { field = "phy.records", at = 1, bit = 9, bits = 5, keep = true },
        { field = "phy.frame_time", at = 4, bits = 16 },
        {
          field = "phy.record", at = 8, kind = "list",
          count_of = "phy.records", item = "pusch_record_124",
        },
      },
    },
    pusch_record_124 = {
      size = 84,
      rows = {
        { field = "phy.frame_time", at = 0, bits = 16 },
        { field = "phy.carrier", at = 2, bits = 2 },
        { field = "phy.retx", at = 2, bit = 7, bits = 5 },
        { field = "phy.rv", at = 2, bit = 12, bits = 2 },
        { field = "phy.rbs", at = 4, bit = 15, bits = 7, info = true },
        { field = "phy.tb_size", at = 8, bits = 16 },
        {
          field = "phy.coding_rate", at = 10, bits = 16, add = 0, div = 0x0400,
        },
        {
          field = "phy.power", at = 24, bits = 7, kind = "int", add = 0,
          div = 1, info = true,
        },
      },
    },
    pucch_43 = {
      size = 8,
      rows = {
        { field = "pci", at = 1, bits = 9, info = true },
        { field = "phy.records", at = 1, bit = 9, bits = 5, keep = true },
        { field = "phy.frame_time", at = 4, bits = 16 },
        {
          field = "phy.record", at = 8, kind = "list",
          count_of = "phy.records", item = "pucch_record_43",
        },
      },
    },
    pucch_record_43 = {
      size = 36,
      rows = {
        { field = "phy.frame_time", at = 0, bits = 16 },
        { field = "phy.format", at = 4, bits = 3 },
        {
          field = "phy.power", at = 23, bits = 7, kind = "int", add = 0,
          div = 1, info = true,
        },
      },
    },
    pucch_121 = {
      size = 8,
      rows = {
        { field = "pci", at = 1, bits = 9, info = true },
        { field = "phy.records", at = 1, bit = 9, bits = 5, keep = true },
        { field = "phy.frame_time", at = 4, bits = 16 },
        {
          field = "phy.record", at = 8, kind = "list",
          count_of = "phy.records", item = "pucch_record_121",
        },
      },
    },
    pucch_record_121 = {
      size = 36,
      rows = {
        { field = "phy.frame_time", at = 0, bits = 16 },
        { field = "phy.carrier", at = 4, bits = 2 },
        { field = "phy.format", at = 4, bit = 2, bits = 3 },
        {
          field = "phy.power", at = 23, bits = 7, kind = "int", add = 0,
          div = 1, info = true,
        },
      },
    },
    pucch_csf_43 = {
      size = 12,
      rows = {
        { field = "subframe", at = 1, bits = 4 },
        { field = "sfn", at = 1, bit = 4, bits = 10 },
        { field = "phy.report_mode", at = 1, bit = 14, bits = 3 },
        { field = "phy.report_type", at = 3, bit = 1, bits = 4 },
        { field = "phy.subbands", at = 4, bits = 4 },
        { field = "phy.cqi0", at = 4, bit = 10, bits = 4, info = true },
        { field = "phy.cqi1", at = 4, bit = 14, bits = 4 },
        { field = "phy.carrier", at = 4, bit = 22, bits = 4 },
      },
    },
    pusch_csf_42 = {
      size = 36,
      rows = {
        { field = "subframe", at = 1, bits = 4 },
        { field = "sfn", at = 1, bit = 4, bits = 10 },
        { field = "phy.report_mode", at = 1, bit = 14, bits = 3 },
        { field = "phy.subbands", at = 4, bits = 5 },
        { field = "phy.cqi0", at = 4, bit = 5, bits = 4, info = true },
        { field = "phy.cqi1", at = 4, bit = 9, bits = 4 },
        { field = "phy.carrier", at = 35, bits = 4 },
      },
    },
    pusch_power_25 = {
      size = 4,
      rows = {
        { field = "phy.records", at = 3, bits = 8, keep = true },
        {
          field = "phy.record", at = 4, kind = "list",
          count_of = "phy.records", item = "pusch_power_record_25",
        },
      },
    },
    pusch_power_record_25 = {
      size = 12,
      rows = {
        { field = "phy.cell", at = 0, bits = 3 },
        { field = "sfn", at = 0, bit = 3, bits = 10 },
        { field = "subframe", at = 0, bit = 13, bits = 4 },
        {
          field = "phy.power", at = 0, bit = 17, bits = 8, kind = "int",
          add = 0, div = 1, info = true,
        },
        { field = "phy.rbs", at = 4, bits = 8 },
        { field = "phy.tb_size", at = 4, bit = 8, bits = 14 },
        {
          field = "phy.path_loss", at = 4, bit = 22, bits = 8, add = 0,
          div = 1, info = true,
        },
      },
    },
    dci_5 = {
      size = 4,
      rows = {
        { field = "phy.records", at = 3, bits = 8, keep = true },
        {
          field = "phy.record", at = 4, kind = "list",
          count_of = "phy.records", item = "dci_record_5",
        },
      },
    },
    dci_record_5 = {
      size = 40,
      rows = {
        { field = "phy.dcis", at = 0, bits = 3, keep = true },
        { field = "sfn", at = 0, bit = 3, bits = 10 },
        { field = "subframe", at = 0, bit = 13, bits = 4 },
        {
          field = "phy.has_phich", at = 0, bit = 17, bits = 1, keep = true,
        },
        {
          field = "phy.is_ack", at = 4, bit = 4, bits = 1,
          if_of = "phy.has_phich",
        },
        {
          field = "phy.dci", at = 8, kind = "list", count_of = "phy.dcis",
          item = "dci_format_5",
        },
      },
    },
    dci_format_5 = {
      size = 4,
      rows = {
        { field = "phy.cell", at = 0, bits = 3 },
        { field = "phy.rnti_type", at = 0, bit = 3, bits = 4 },
        {
          field = "phy.dci_bits", at = 0, bit = 7, bits = 7, info = true,
        },
        { field = "phy.aggregation", at = 0, bit = 14, bits = 2 },
        { field = "phy.ue_specific", at = 2, bits = 1 },
        { field = "phy.is_new", at = 2, bit = 4, bits = 1 },
        { field = "phy.blocks", at = 2, bit = 5, bits = 2 },
      },
    },
    dci_25 = {
      size = 4,
      rows = {
        { field = "phy.records", at = 3, bits = 8, keep = true },
        {
          field = "phy.record", at = 4, kind = "list",
          count_of = "phy.records", item = "dci_record_25",
        },
      },
    },
    dci_record_25 = {
      size = 80,
      rows = {
        { field = "phy.dcis", at = 0, bits = 3, keep = true },
        { field = "phy.phichs", at = 0, bit = 3, bits = 3, keep = true },
        { field = "sfn", at = 0, bit = 6, bits = 10 },
        { field = "subframe", at = 0, bit = 16, bits = 4 },
        {
          field = "phy.phich", at = 4, kind = "list", count_of = "phy.phichs",
          item = "phich",
        },
        {
          field = "phy.dci", at = 16, kind = "list", count_of = "phy.dcis",
          item = "dci_format",
        },
      },
    },
    dci_33 = {
      size = 4,
      rows = {
        { field = "phy.records", at = 3, bits = 8, keep = true },
        {
          field = "phy.record", at = 4, kind = "list",
          count_of = "phy.records", item = "dci_record_33",
        },
      },
    },
    dci_record_33 = {
      size = 96,
      rows = {
        { field = "phy.dcis", at = 0, bits = 3, keep = true },
        { field = "phy.phichs", at = 0, bit = 3, bits = 3, keep = true },
        { field = "sfn", at = 0, bit = 6, bits = 10 },
        { field = "subframe", at = 0, bit = 16, bits = 4 },
        {
          field = "phy.phich", at = 12, kind = "list", count_of = "phy.phichs",
          item = "phich",
        },
        {
          field = "phy.dci", at = 32, kind = "list", count_of = "phy.dcis",
          item = "dci_format",
        },
      },
    },
    dci_34 = {
      size = 4,
      rows = {
        { field = "phy.records", at = 3, bits = 8, keep = true },
        {
          field = "phy.record", at = 4, kind = "list",
          count_of = "phy.records", item = "dci_record_34",
        },
      },
    },
    dci_record_34 = {
      size = 160,
      rows = {
        { field = "phy.dcis", at = 0, bits = 3, keep = true },
        { field = "phy.phichs", at = 0, bit = 3, bits = 3, keep = true },
        { field = "sfn", at = 0, bit = 6, bits = 10 },
        { field = "subframe", at = 0, bit = 16, bits = 4 },
        {
          field = "phy.phich", at = 12, kind = "list", count_of = "phy.phichs",
          item = "phich",
        },
        {
          field = "phy.dci", at = 32, kind = "list", count_of = "phy.dcis",
          item = "dci_format",
        },
      },
    },
    phich = {
      size = 4,
      rows = {
        { field = "phy.cell", at = 0, bits = 3 },
        {
          field = "phy.has_phich", at = 0, bit = 3, bits = 1, keep = true,
        },
        {
          field = "phy.is_ack", at = 0, bit = 5, bits = 1,
          if_of = "phy.has_phich",
        },
      },
    },
    dci_format = {
      size = 8,
      rows = {
        { field = "phy.cell", at = 0, bits = 3 },
        { field = "phy.rnti_type", at = 0, bit = 3, bits = 4 },
        {
          field = "phy.dci_bits", at = 0, bit = 7, bits = 7, info = true,
        },
        { field = "phy.aggregation", at = 0, bit = 14, bits = 2 },
        { field = "phy.ue_specific", at = 2, bits = 1 },
        { field = "phy.is_new", at = 2, bit = 4, bits = 1 },
        { field = "phy.blocks", at = 2, bit = 5, bits = 2 },
      },
    },
    timing_1 = {
      size = 12,
      rows = {
        { field = "phy.records", at = 1, bits = 5, keep = true },
        { field = "subframe", at = 1, bit = 5, bits = 4 },
        { field = "sfn", at = 1, bit = 9, bits = 10, info = true },
        { field = "phy.dl_offset", at = 4, bits = 19 },
        { field = "phy.ul_offset", at = 8, bits = 19 },
        {
          field = "phy.timing_advance", at = 8, bit = 19, bits = 11,
          info = true,
        },
        {
          field = "phy.record", at = 12, kind = "list",
          count_of = "phy.records", item = "timing_record_1",
        },
      },
    },
    timing_record_1 = {
      size = 3,
      rows = {
        { field = "phy.dl_shift", at = 0, bits = 11, kind = "int" },
        {
          field = "phy.ul_shift", at = 1, bit = 3, bits = 5, kind = "int",
        },
        { field = "phy.ta_shift", at = 2, bits = 8, kind = "int" },
      },
    },
    timing_43 = {
      size = 12,
      rows = {
        { field = "phy.records", at = 1, bits = 5 },
        { field = "subframe", at = 1, bit = 5, bits = 4 },
        { field = "sfn", at = 1, bit = 9, bits = 10, info = true },
      },
    },
    sip_message = {
      size = 16,
      rows = {
        { field = "ims.direction", at = 1, bits = 8, keep = true },
        { field = "ims.has_sdp", at = 2, bits = 1, keep = true },
        { field = "ims.call_id_len", at = 3, bits = 8, keep = true },
        { field = "ims.sip_len", at = 6, bits = 16, keep = true },
        { field = "ims.method", at = 8, bits = 16, keep = true },
        { field = "ims.status", at = 10, bits = 16, keep = true },
        {
          field = "ims.call_id", at = 16, kind = "text",
          size_of = "ims.call_id_len",
        },
        {
          field = "ims.sip", kind = "pdu", size_of = "ims.sip_len",
          upper = "sip",
        },
      },
    },
    ims_call_2 = {
      size = 2,
      rows = {
        { field = "ims.dialed_len", at = 1, bits = 8, keep = true },
        {
          field = "ims.dialed", kind = "text", size_of = "ims.dialed_len",
        },
        { field = "ims.call_direction", bits = 8, info = true },
        { field = "ims.call_id_len", bits = 8, keep = true },
        {
          field = "ims.call_id", kind = "text", size_of = "ims.call_id_len",
        },
        { field = "ims.call_type", bits = 32 },
        { field = "ims.from_len", bits = 8, keep = true },
        { field = "ims.from", kind = "text", size_of = "ims.from_len" },
        { field = "ims.to_len", bits = 8, keep = true },
        { field = "ims.to", kind = "text", size_of = "ims.to_len" },
        { field = "ims.result", bits = 16, info = true },
        { field = "ims.setup_delay", bits = 32 },
      },
    },
    ims_registration_1 = {
      size = 3,
      rows = {
        { field = "ims.registration", at = 1, bits = 8, info = true },
        { field = "ims.call_id_len", at = 2, bits = 8, keep = true },
        {
          field = "ims.call_id", kind = "text", size_of = "ims.call_id_len",
        },
        { field = "ims.uri_len", bits = 8, keep = true },
        { field = "ims.uri", kind = "text", size_of = "ims.uri_len" },
        { field = "ims.to_len", bits = 8, keep = true },
        { field = "ims.to", kind = "text", size_of = "ims.to_len" },
        { field = "ims.result", bits = 16, info = true },
      },
    },
  },
  bodies = {
    lte_serving_meas = {
      title = "LTE serving cell measurement",
      packets = {
        [25] = {
          [4] = "lte_serving_4", [7] = "lte_serving_7",
          [18] = "lte_serving_18", [19] = "lte_serving_19",
          [22] = "lte_serving_22", [35] = "lte_serving_36",
          [36] = "lte_serving_36", [40] = "lte_serving_40",
          [48] = "lte_serving_48", [50] = "lte_serving_48",
        },
      },
    },
    lte_intra = {
      title = "LTE intra-frequency measurement",
      version_size = 1,
      versions = { [3] = "lte_intra_3", [4] = "lte_intra_4" },
    },
    lte_connected_neighbours = {
      title = "LTE neighbour measurement",
      packets = {
        [30] = { [3] = "lte_neighbours_asked" },
        [31] = {
          [3] = "lte_neighbours_3", [4] = "lte_neighbours_4",
          [24] = "lte_neighbours_4",
        },
      },
    },
    lte_idle_neighbours = {
      title = "LTE idle neighbour measurement",
      packets = {
        [26] = { [1] = "lte_idle_asked_1", [2] = "lte_neighbours_asked" },
        [27] = { [2] = "lte_neighbours_3", [4] = "lte_neighbours_4" },
      },
    },
    lte_ml1_serving = {
      title = "LTE serving cell evaluation",
      version_size = 1,
      versions = { [4] = "lte_ml1_serving_4", [5] = "lte_ml1_serving_5" },
    },
    lte_ml1_neighbours = {
      title = "LTE neighbour measurement",
      version_size = 1,
      versions = {
        [4] = "lte_ml1_neighbours_4", [5] = "lte_ml1_neighbours_5",
      },
    },
    nr_meas = {
      title = "NR measurement",
      version_size = 4,
      versions = {
        [0x20007] = "nr_meas_2_7", [0x20009] = "nr_meas_2_9",
        [0x2000a] = "nr_meas_2_10", [0x30000] = "nr_meas_3_0",
      },
    },
    gsm_bursts_new = {
      title = "GSM burst metrics", version_size = 1,
      versions = { [4] = "gsm_burst_new_4" },
    },
    gsm_bursts = {
      title = "GSM burst metrics", structure = "gsm_bursts",
    },
    gsm_surround = {
      title = "GSM neighbours", structure = "gsm_surround",
    },
    gsm_serving_aux = {
      title = "GSM serving cell measurement",
      structure = "gsm_serving_aux",
    },
    gsm_neighbour_aux = {
      title = "GSM neighbours", structure = "gsm_neighbour_aux",
    },
    umts_rank = {
      title = "UMTS reselection ranking",
      version_size = 1,
      versions = {
        [0] = "umts_rank_0", [1] = "umts_rank_1", [2] = "umts_rank_2",
      },
      is_top2 = true,
    },
    lte_mib = {
      title = "LTE MIB",
      version_size = 1,
      versions = {
        [1] = "lte_mib_1", [2] = "lte_mib_2", [3] = "lte_mib_2",
        [17] = "lte_mib_17",
      },
    },
    lte_serving = {
      title = "LTE serving cell",
      version_size = 1,
      versions = {
        [2] = "lte_serving_cell_2", [3] = "lte_serving_cell_3",
      },
    },
    lte_ml1_cell = {
      title = "LTE serving cell",
      version_size = 1,
      versions = { [1] = "lte_ml1_cell_1", [2] = "lte_ml1_cell_2" },
    },
    nr_mib = {
      title = "NR MIB", version_size = 4,
      versions = { [3] = "nr_mib_0_3", [0x20000] = "nr_mib_2_0" },
    },
    nr_serving = {
      title = "NR serving cell",
      version_size = 4,
      versions = {
        [4] = "nr_serving_0_4", [0x30000] = "nr_serving_3_0",
        [0x30002] = "nr_serving_3_2", [0x30003] = "nr_serving_3_2",
      },
    },
    nr_mm_state = {
      title = "5GMM state",
      version_size = 4,
      versions = { [1] = "nr_mm_state_1", [0x30000] = "nr_mm_state_1" },
    },
    emm_state = {
      title = "EMM state", version_size = 1,
      versions = { [2] = "emm_state_2" },
    },
    esm_context = {
      title = "EPS bearer context", version_size = 1,
      versions = { [1] = "esm_context_1" },
    },
    umts_cell = { title = "UMTS serving cell", structure = "umts_cell" },
    gmm_state = { title = "GMM state", structure = "gmm_state" },
    mm_state = { title = "MM state", structure = "mm_state" },
    mm_registration = {
      title = "MM registration state", structure = "mm_registration",
    },
    gsm_cell = { title = "GSM serving cell", structure = "gsm_cell" },
    mac_dl = {
      title = "LTE MAC downlink blocks",
      packets = { [7] = { [2] = "mac_dl_2", [4] = "mac_dl_4" } },
      versions = { [49] = "mac_dl_49", [50] = "mac_dl_50" },
    },
    mac_ul = {
      title = "LTE MAC uplink blocks",
      packets = {
        [8] = {
          [1] = "mac_ul_1", [2] = "mac_ul_2", [3] = "mac_ul_2",
          [5] = "mac_ul_2", [8] = "mac_ul_2",
        },
      },
    },
    mac_buffers = {
      title = "LTE MAC buffer status",
      packets = {
        [10] = { [3] = "mac_buffers_3", [24] = "mac_buffers_24" },
      },
    },
    mac_ul_statistics = {
      title = "LTE MAC uplink statistics",
      packets = {
        [11] = { [1] = "mac_ul_statistics_1", [2] = "mac_ul_statistics_2" },
      },
    },
    rach_attempt = {
      title = "LTE random access attempt",
      packets = {
        [6] = {
          [2] = "rach_attempt_2", [3] = "rach_attempt_3",
          [49] = "rach_attempt_3", [50] = "rach_attempt_50",
        },
      },
    },
    rach_trigger = {
      title = "LTE random access trigger",
      packets = {
        [5] = { [1] = "rach_reason_1", [2] = "rach_reason_2" },
      },
    },
    nr_rach_attempt = {
      title = "NR random access attempt",
      version_size = 4,
      versions = {
        [0x20007] = "nr_rach_attempt_2_7",
        [0x30005] = "nr_rach_attempt_3_5",
      },
    },
    nr_rach_trigger = {
      title = "NR random access trigger", version_size = 4,
      versions = { [0x20001] = "nr_rach_trigger_2_1" },
    },
    nr_pdsch_stat = {
      title = "NR PDSCH statistics", version_size = 4,
      versions = { [0x20002] = "nr_pdsch_stat_2_2" },
    },
    nr_ul_stat = {
      title = "NR uplink transport block statistics",
      version_size = 4,
      versions = {
        [0x20000] = "nr_ul_stat_2_0", [0x20001] = "nr_ul_stat_2_1",
      },
    },
    nr_ul_blocks = {
      title = "NR uplink transport blocks", version_size = 4,
      versions = { [4] = "nr_ul_blocks_4" },
    },
    rlc_dl = {
      title = "LTE RLC downlink",
      packets = { [65] = { [3] = "rlc_dl_3" } },
    },
    rlc_ul = {
      title = "LTE RLC uplink", packets = { [70] = { [3] = "rlc_ul_3" } },
    },
    pdcp_cipher = {
      title = "LTE PDCP",
      packets = {
        [195] = {
          [1] = "pdcp_cipher_1", [3] = "pdcp_cipher_24",
          [24] = "pdcp_cipher_24", [26] = "pdcp_cipher_24",
        },
      },
    },
    pdcp_dl_integrity = {
      title = "LTE PDCP signalling",
      packets = { [198] = { [1] = "pdcp_dl_integrity_1" } },
    },
    pdcp_ul_integrity = {
      title = "LTE PDCP signalling",
      packets = { [199] = { [1] = "pdcp_ul_integrity_1" } },
    },
    pdsch_stat = {
      title = "LTE PDSCH",
      version_size = 1,
      versions = {
        [16] = "pdsch_stat_16", [24] = "pdsch_stat_24", [36] = "pdsch_stat_36",
      },
    },
    pdcch = {
      title = "LTE PDCCH", version_size = 1,
      versions = { [121] = "pdcch_121" },
    },
    demapper = {
      title = "LTE PDSCH demapper",
      version_size = 1,
      versions = { [23] = "demapper_23", [123] = "demapper_123" },
    },
    pusch = {
      title = "LTE PUSCH",
      version_size = 1,
      versions = {
        [43] = "pusch_43", [122] = "pusch_124", [124] = "pusch_124",
      },
    },
    pucch = {
      title = "LTE PUCCH", version_size = 1,
      versions = { [43] = "pucch_43", [121] = "pucch_121" },
    },
    pucch_csf = {
      title = "LTE channel quality on PUCCH",
      version_size = 1,
      versions = { [43] = "pucch_csf_43", [102] = "pucch_csf_43" },
    },
    pusch_csf = {
      title = "LTE channel quality on PUSCH",
      version_size = 1,
      versions = { [42] = "pusch_csf_42", [102] = "pusch_csf_42" },
    },
    pusch_power = {
      title = "LTE PUSCH power control", version_size = 1,
      versions = { [25] = "pusch_power_25" },
    },
    dci = {
      title = "LTE downlink control",
      version_size = 1,
      versions = {
        [5] = "dci_5", [25] = "dci_25", [33] = "dci_33", [34] = "dci_34",
      },
    },
    timing = {
      title = "LTE timing of the serving cell",
      version_size = 1,
      versions = { [1] = "timing_1", [43] = "timing_43" },
    },
    sip = { title = "SIP", structure = "sip_message" },
    ims_call = {
      title = "IMS call", version_size = 1, versions = { [2] = "ims_call_2" },
    },
    ims_registration = {
      title = "IMS registration", version_size = 1,
      versions = { [1] = "ims_registration_1" },
    },
  },
  ipa = {
    layouts = {
      status = {
        size = 32,
        rows = {
          { "ipa.opcode", 0, 0, 8 }, { "ipa.exception", 0, 8, 8 },
          { "ipa.mask", 0, 16, 16 }, { "ipa.len", 4, 0, 16 },
          { "ipa.metadata", 8, 0, 32 }, { "ipa.endpoint", 4, 16, 5 },
          { "ipa.destination", 4, 24, 5 }, { "ipa.flt.local", 12, 0, 1 },
          { "ipa.flt.hash", 12, 1, 1 }, { "ipa.flt.global", 12, 2, 1 },
          { "ipa.flt.ret_hdr", 12, 3, 1 }, { "ipa.flt.rule", 12, 4, 10 },
          { "ipa.rt.local", 12, 14, 1 }, { "ipa.rt.hash", 12, 15, 1 },
          { "ipa.ucp", 12, 16, 1 }, { "ipa.rt.table", 12, 17, 5 },
          { "ipa.rt.rule", 12, 22, 10 }, { "ipa.nat.hit", 16, 0, 1 },
          { "ipa.nat.index", 16, 1, 13 }, { "ipa.nat.type", 16, 14, 2 },
          { "ipa.tag", 16, 16, 48 }, { "ipa.sequence", 24, 0, 8 },
          { "ipa.time", 24, 8, 24 }, { "ipa.hdr.local", 28, 0, 1 },
          { "ipa.hdr.offset", 28, 1, 10 }, { "ipa.frag.hit", 28, 11, 1 },
          { "ipa.frag.rule", 28, 12, 4 },
        },
      },
      status5 = {
        size = 32,
        rows = {
          { "ipa.opcode", 0, 0, 8 }, { "ipa.exception", 0, 8, 8 },
          { "ipa.mask", 0, 16, 16 }, { "ipa.len", 4, 0, 16 },
          { "ipa.metadata", 8, 0, 32 }, { "ipa.endpoint", 4, 16, 8 },
          { "ipa.destination", 28, 16, 8 }, { "ipa.flt.local", 12, 0, 1 },
          { "ipa.flt.hash", 12, 1, 1 }, { "ipa.flt.global", 12, 2, 1 },
          { "ipa.flt.ret_hdr", 12, 3, 1 }, { "ipa.flt.rule", 12, 4, 10 },
          { "ipa.rt.local", 4, 27, 1 }, { "ipa.rt.hash", 4, 28, 1 },
          { "ipa.rt.table", 12, 14, 8 }, { "ipa.rt.rule", 12, 22, 10 },
          { "ipa.ucp", 28, 31, 1 }, { "ipa.nat.hit", 16, 0, 1 },
          { "ipa.nat.index", 16, 1, 13 }, { "ipa.nat.type", 16, 14, 2 },
          { "ipa.tag", 16, 16, 48 }, { "ipa.sequence", 24, 0, 8 },
          { "ipa.time", 24, 8, 24 }, { "ipa.hdr.local", 28, 0, 1 },
          { "ipa.hdr.offset", 28, 1, 10 }, { "ipa.frag.hit", 28, 11, 1 },
          { "ipa.frag.rule", 28, 12, 4 },
        },
      },
      dpl2 = {
        size = 32,
        rows = {
          { "ipa.opcode", 0, 0, 8 }, { "ipa.len", 4, 0, 16 },
          { "ipa.endpoint", 4, 16, 5 }, { "ipa.metadata", 8, 0, 32 },
          { "ipa.time", 16, 15, 49 }, { "ipa.sequence", 24, 0, 8 },
        },
      },
      dpl3 = {
        size = 16,
        rows = {
          { "ipa.opcode", 0, 0, 8 }, { "ipa.sequence", 0, 8, 8 },
          { "ipa.endpoint", 0, 16, 5 }, { "ipa.metadata", 4, 0, 32 },
          { "ipa.time", 8, 0, 48 }, { "ipa.len", 12, 16, 16 },
        },
      },
      qmap = {
        size = 4,
        rows = {
          { "ipa.pad", 0, 0, 6 }, { "ipa.mux", 0, 8, 8 },
          { "ipa.size", 2, 0, 16, true },
        },
      },
      any_32 = {
        size = 32,
        rows = {
          { "ipa.opcode", 0, 0, 8 }, { "ipa.exception", 0, 8, 8 },
          { "ipa.mask", 0, 16, 16 }, { "ipa.len", 4, 0, 16 },
          { "ipa.metadata", 8, 0, 32 }, { "ipa.endpoint", 4, 16, 5 },
          { "ipa.sequence", 24, 0, 8 },
        },
      },
      status_2_5 = {
        size = 32,
        rows = {
          { "ipa.opcode", 0, 0, 8 }, { "ipa.exception", 0, 8, 8 },
          { "ipa.mask", 0, 16, 16 }, { "ipa.len", 4, 0, 16 },
          { "ipa.metadata", 8, 0, 32 }, { "ipa.endpoint", 4, 16, 5 },
          { "ipa.destination", 4, 24, 5 }, { "ipa.flt.local", 12, 0, 1 },
          { "ipa.flt.global", 12, 1, 1 }, { "ipa.flt.endpoint", 12, 2, 5 },
          { "ipa.flt.ret_hdr", 12, 7, 1 }, { "ipa.flt.rule", 12, 8, 8 },
          { "ipa.tag", 12, 16, 48 }, { "ipa.time", 20, 0, 32 },
          { "ipa.nat.hit", 24, 0, 1 }, { "ipa.nat.index", 24, 1, 13 },
          { "ipa.nat.type", 24, 14, 2 }, { "ipa.rt.local", 24, 16, 1 },
          { "ipa.rt.table", 24, 17, 5 }, { "ipa.rt.match", 24, 22, 1 },
          { "ipa.ucp", 24, 23, 1 }, { "ipa.rt.rule", 24, 24, 8 },
          { "ipa.hdr.local", 28, 0, 1 }, { "ipa.hdr.offset", 28, 1, 10 },
          { "ipa.frag.hit", 28, 11, 1 }, { "ipa.frag.rule", 28, 12, 4 },
        },
      },
      status_5_5 = {
        size = 32,
        rows = {
          { "ipa.opcode", 0, 0, 8 }, { "ipa.exception", 0, 8, 8 },
          { "ipa.mask", 0, 16, 16 }, { "ipa.len", 4, 0, 16 },
          { "ipa.metadata", 8, 0, 32 }, { "ipa.endpoint", 4, 16, 8 },
          { "ipa.destination", 28, 16, 8 }, { "ipa.flt.local", 12, 0, 1 },
          { "ipa.flt.hash", 12, 1, 1 }, { "ipa.flt.global", 12, 2, 1 },
          { "ipa.flt.ret_hdr", 12, 3, 1 }, { "ipa.flt.rule", 12, 4, 10 },
          { "ipa.rt.local", 4, 27, 1 }, { "ipa.rt.hash", 4, 28, 1 },
          { "ipa.rt.table", 12, 14, 8 }, { "ipa.rt.rule", 12, 22, 10 },
          { "ipa.ucp", 28, 31, 1 }, { "ipa.nat.hit", 16, 0, 1 },
          { "ipa.nat.index", 16, 1, 13 }, { "ipa.nat.type", 16, 14, 2 },
          { "ipa.tag", 16, 16, 36 }, { "ipa.egress_tc", 16, 52, 6 },
          { "ipa.ingress_tc", 16, 58, 6 }, { "ipa.sequence", 24, 0, 8 },
          { "ipa.time", 24, 8, 24 }, { "ipa.hdr.local", 28, 0, 1 },
          { "ipa.hdr.offset", 28, 1, 10 }, { "ipa.frag.hit", 28, 11, 1 },
          { "ipa.frag.rule", 28, 12, 4 },
        },
      },
      status_6_0 = {
        size = 32,
        rows = {
          { "ipa.opcode", 0, 0, 8 }, { "ipa.exception", 0, 8, 8 },
          { "ipa.mask", 0, 16, 16 }, { "ipa.len", 4, 0, 16 },
          { "ipa.metadata", 8, 0, 32 }, { "ipa.endpoint", 4, 16, 8 },
          { "ipa.destination", 28, 16, 8 }, { "ipa.flt.local", 12, 0, 1 },
          { "ipa.flt.hash", 12, 1, 1 }, { "ipa.flt.global", 12, 2, 1 },
          { "ipa.flt.ret_hdr", 12, 3, 1 }, { "ipa.flt.rule", 12, 4, 10 },
          { "ipa.rt.local", 4, 27, 1 }, { "ipa.rt.hash", 4, 28, 1 },
          { "ipa.rt.table", 12, 14, 8 }, { "ipa.rt.rule", 12, 22, 10 },
          { "ipa.ucp", 28, 31, 1 }, { "ipa.nat.hit", 16, 0, 1 },
          { "ipa.nat.index", 16, 1, 13 }, { "ipa.nat.type", 16, 14, 2 },
          { "ipa.tag", 16, 16, 36 }, { "ipa.egress_tc", 16, 52, 6 },
          { "ipa.ingress_tc", 16, 58, 6 }, { "ipa.sequence", 24, 0, 8 },
          { "ipa.time", 24, 8, 24 }, { "ipa.hdr.local", 28, 0, 1 },
          { "ipa.hdr.offset", 28, 1, 10 }, { "ipa.frag.hit", 28, 11, 1 },
          { "ipa.frag.rule", 28, 12, 4 }, { "ipa.tcp.pure_ack", 4, 24, 1 },
          { "ipa.tcp.syn", 4, 25, 1 }, { "ipa.tcp.fin_rst", 4, 26, 1 },
          { "ipa.protocol", 4, 29, 3 },
        },
      },
      new_rule = { size = 32, rows = { { "ipa.opcode", 0, 0, 8 } } },
    },
    forms = {
      [1] = "status", [2] = "status5", [3] = "dpl2", [4] = "dpl3",
      [5] = "qmap",
    },
    lengths = { [16] = "dpl3", [32] = "any_32" },
    versions = {
      { 25, 1, "status_2_5" }, { 55, 2, "status_5_5" },
      { 60, 2, "status_6_0" },
    },
    new_rule = "new_rule",
  },
  logs = {
    [0x11eb] = { "ip" },
    [0x156e] = { "body", "sip" },
    [0x1830] = { "body", "ims_call" },
    [0x1832] = { "body", "ims_registration" },
    [0x4005] = { "body", "umts_rank" },
    [0x4127] = { "body", "umts_cell" },
    [0x412f] = { "umts_rrc" },
    [0x506a] = { "body", "gsm_bursts_new" },
    [0x506c] = { "body", "gsm_bursts" },
    [0x5071] = { "body", "gsm_surround" },
    [0x507a] = { "body", "gsm_serving_aux" },
    [0x507b] = { "body", "gsm_neighbour_aux" },
    [0x512f] = { "gsm_rr" },
    [0x5134] = { "body", "gsm_cell" },
    [0x5226] = { "gprs_mac" },
    [0x5230] = { "gprs_gmm" },
    [0x5a6a] = { "second_sim", "body", "gsm_bursts_new" },
    [0x5a6c] = { "second_sim", "body", "gsm_bursts" },
    [0x5a71] = { "second_sim", "body", "gsm_surround" },
    [0x5a7a] = { "second_sim", "body", "gsm_serving_aux" },
    [0x5a7b] = { "second_sim", "body", "gsm_neighbour_aux" },
    [0x5b2f] = { "second_sim", "gsm_rr" },
    [0x5b34] = { "second_sim", "body", "gsm_cell" },
    [0x7130] = { "body", "gmm_state" },
    [0x7131] = { "body", "mm_state" },
    [0x7135] = { "body", "mm_registration" },
    [0x713a] = { "umts_nas" },
    [0x7b3a] = { "second_sim", "umts_nas" },
    [0xb061] = { "body", "rach_trigger" },
    [0xb062] = { "body", "rach_attempt" },
    [0xb063] = { "body", "mac_dl" },
    [0xb064] = { "body", "mac_ul" },
    [0xb066] = { "body", "mac_buffers" },
    [0xb067] = { "body", "mac_ul_statistics" },
    [0xb082] = { "body", "rlc_dl" },
    [0xb092] = { "body", "rlc_ul" },
    [0xb0a3] = { "body", "pdcp_cipher" },
    [0xb0a5] = { "body", "pdcp_dl_integrity" },
    [0xb0b3] = { "body", "pdcp_cipher" },
    [0xb0b5] = { "body", "pdcp_ul_integrity" },
    [0xb0c0] = { "lte_rrc" },
    [0xb0c1] = { "body", "lte_mib" },
    [0xb0c2] = { "body", "lte_serving" },
    [0xb0e0] = { "nas", "lte_esm_secure" },
    [0xb0e1] = { "nas", "lte_esm_secure" },
    [0xb0e2] = { "nas", "lte_esm" },
    [0xb0e3] = { "nas", "lte_esm" },
    [0xb0e5] = { "body", "esm_context" },
    [0xb0ea] = { "nas", "lte_emm_secure" },
    [0xb0eb] = { "nas", "lte_emm_secure" },
    [0xb0ec] = { "nas", "lte_emm" },
    [0xb0ed] = { "nas", "lte_emm" },
    [0xb0ee] = { "body", "emm_state" },
    [0xb114] = { "body", "timing" },
    [0xb126] = { "body", "demapper" },
    [0xb130] = { "body", "pdcch" },
    [0xb139] = { "body", "pusch" },
    [0xb13c] = { "body", "pucch" },
    [0xb14d] = { "body", "pucch_csf" },
    [0xb14e] = { "body", "pusch_csf" },
    [0xb16b] = { "body", "dci" },
    [0xb16e] = { "body", "pusch_power" },
    [0xb173] = { "body", "pdsch_stat" },
    [0xb179] = { "body", "lte_intra" },
    [0xb17f] = { "body", "lte_ml1_serving" },
    [0xb180] = { "body", "lte_ml1_neighbours" },
    [0xb192] = { "body", "lte_idle_neighbours" },
    [0xb193] = { "body", "lte_serving_meas" },
    [0xb195] = { "body", "lte_connected_neighbours" },
    [0xb197] = { "body", "lte_ml1_cell" },
    [0xb800] = { "nas", "nr_5gsm" },
    [0xb801] = { "nas", "nr_5gsm" },
    [0xb808] = { "nas", "nr_5gmm" },
    [0xb809] = { "nas", "nr_5gmm" },
    [0xb80a] = { "nas", "nr_5gmm" },
    [0xb80b] = { "nas", "nr_5gmm" },
    [0xb80c] = { "body", "nr_mm_state" },
    [0xb814] = { "nas", "nr_5gmm" },
    [0xb821] = { "nr_rrc" },
    [0xb822] = { "body", "nr_mib" },
    [0xb823] = { "body", "nr_serving" },
    [0xb872] = { "body", "nr_ul_blocks" },
    [0xb881] = { "body", "nr_ul_stat" },
    [0xb888] = { "body", "nr_pdsch_stat" },
    [0xb889] = { "body", "nr_rach_trigger" },
    [0xb88a] = { "body", "nr_rach_attempt" },
    [0xb97f] = { "body", "nr_meas" },
  },
  nas = {
    lte_esm = {
      size = 4, dissector = "nas-eps_plain", messages = "eps",
      title = "LTE NAS ESM",
      rows = { { "version", 0, 1 }, { "rrc.release", 1, 1 } },
    },
    lte_esm_secure = {
      size = 4, dissector = "nas-eps", messages = "eps", title = "LTE NAS ESM",
      rows = { { "version", 0, 1 }, { "rrc.release", 1, 1 } },
    },
    lte_emm = {
      size = 4, dissector = "nas-eps_plain", messages = "eps",
      title = "LTE NAS EMM",
      rows = { { "version", 0, 1 }, { "rrc.release", 1, 1 } },
    },
    lte_emm_secure = {
      size = 4, dissector = "nas-eps", messages = "eps", title = "LTE NAS EMM",
      rows = { { "version", 0, 1 }, { "rrc.release", 1, 1 } },
    },
    nr_5gsm = {
      size = 7, dissector = "nas-5gs", messages = "5gs", title = "NR NAS 5GSM",
      rows = { { "version", 0, 4 } },
    },
    nr_5gmm = {
      size = 7, dissector = "nas-5gs", messages = "5gs", title = "NR NAS 5GMM",
      rows = { { "version", 0, 4 } },
    },
  },
}
