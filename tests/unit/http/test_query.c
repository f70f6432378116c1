/* SPDX-License-Identifier: MIT */
#include "http/query.h"

#include "support/testing.h"

static void
queries_that_are_understood(void **state)
{
	static const struct {
		const char *text;
		enum dtap_form form, becomes;
		uint32_t snaplen;
		bool filters, oldest;
	} cases[] = {
		{"", DTAP_FORM_RAW, DTAP_FORM_RAW, 262144, false, false},
		{"", DTAP_FORM_PCAP, DTAP_FORM_PCAP, 262144, false, false},
		{"only=data", DTAP_FORM_RAW, DTAP_FORM_DATA, 262144, false,
		 false},
		{"only=data&since=oldest", DTAP_FORM_RAW, DTAP_FORM_DATA,
		 262144, false, true},
		{"since=live", DTAP_FORM_PCAP, DTAP_FORM_PCAP, 262144, false,
		 false},
		{"snaplen=65535", DTAP_FORM_PCAP, DTAP_FORM_PCAP, 65535, false,
		 false},
		{"codes=B0C0,B821&ops=10,79&snaplen=1024", DTAP_FORM_PCAP,
		 DTAP_FORM_PCAP, 1024, true, false},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct dtap_query query;
		char why[256];

		if (!dtap_query_read(&query, cases[i].text,
				     &(struct dtap_query_of){cases[i].form,
							     262144, false},
				     why, sizeof why))
			fail_msg("%s: %s", cases[i].text, why);
		assert_int_equal(query.form, cases[i].becomes);
		assert_int_equal(query.snaplen, cases[i].snaplen);
		assert_int_equal(query.filters, cases[i].filters);
		assert_int_equal(query.oldest, cases[i].oldest);
	}
}

static void
a_stream_may_be_split(void **state)
{
	static const struct dtap_query_of pcap = {DTAP_FORM_PCAP, 262144,
						  false};
	struct dtap_query query;
	char why[256];

	(void)state;
	assert_true(dtap_query_read(&query, "split=message&ops=10", &pcap, why,
				    sizeof why));
	assert_true(query.split && query.filters);
	assert_true(dtap_query_read(&query, "split=container", &pcap, why,
				    sizeof why));
	assert_false(query.split || query.filters);
	assert_true(dtap_query_read(&query, "scrub=keys,identities", &pcap, why,
				    sizeof why));
	assert_int_equal(query.scrub, 3);
	assert_true(dtap_query_read(&query, "scrub=identities&scrub=keys",
				    &pcap, why, sizeof why));
	assert_int_equal(query.scrub, 3);
}

static void
all_others_are_refused_with_a_sentence(void **state)
{
	static const struct {
		const char *text;
		enum dtap_form form;
		const char *said;
	} cases[] = {
		{"x=1", DTAP_FORM_RAW, "Unknown query"},
		{"only", DTAP_FORM_RAW, "Unknown query"},
		{"only=this", DTAP_FORM_RAW, "only= must be data"},
		{"only=data", DTAP_FORM_PCAP, "for raw streams only"},
		{"codes=B0C0", DTAP_FORM_RAW, "for pcap streams only"},
		{"ops=10", DTAP_FORM_RAW, "for pcap streams only"},
		{"snaplen=65535", DTAP_FORM_RAW, "for pcap streams only"},
		{"codes=", DTAP_FORM_PCAP, "codes= must be log codes"},
		{"codes=10000", DTAP_FORM_PCAP, "codes= must be log codes"},
		{"ops=100", DTAP_FORM_PCAP, "ops= must be opcodes"},
		{"since=never", DTAP_FORM_PCAP, "live or oldest"},
		{"snaplen=1023", DTAP_FORM_PCAP, "snaplen= must be"},
		{"snaplen=262145", DTAP_FORM_PCAP, "snaplen= must be"},
		{"snaplen=", DTAP_FORM_PCAP, "snaplen= must be"},
		{"snaplen=99999999999999999999", DTAP_FORM_PCAP,
		 "snaplen= must be"},
		{"split=message", DTAP_FORM_RAW, "for pcap streams only"},
		{"split=frame", DTAP_FORM_PCAP,
		 "split= must be message or container"},
		{"scrub=keys", DTAP_FORM_RAW, "for pcap streams only"},
		{"scrub=all", DTAP_FORM_PCAP, "scrub= must be keys"},
		{"since=oldest&&x", DTAP_FORM_PCAP, "Unknown query"},
		{"linktype=raw", DTAP_FORM_PCAP,
		 "linktype= must be upper_pdu or gsmtap"},
	};

	(void)state;
	for (size_t i = 0; i < COUNT(cases); i++) {
		struct dtap_query query;
		char why[256] = "";

		assert_false(dtap_query_read(
			&query, cases[i].text,
			&(struct dtap_query_of){cases[i].form, 262144, false},
			why, sizeof why));
		if (strstr(why, cases[i].said) == NULL)
			fail_msg("%s: %s", cases[i].text, why);
	}
}

static void
packets_have_terms_of_their_own(void **state)
{
	static const struct dtap_query_of pcap = {DTAP_FORM_PCAP, 262144, true},
					  raw = {DTAP_FORM_RAW, 262144, true};
	struct dtap_query query;
	char why[256];

	(void)state;
	assert_true(dtap_query_read(&query, "linktype=raw&snaplen=1024", &pcap,
				    why, sizeof why));
	assert_int_equal(query.linktype, 101);
	assert_int_equal(query.snaplen, 1024);
	assert_true(
		dtap_query_read(&query, "since=oldest", &raw, why, sizeof why));
	assert_int_equal(query.linktype, 0);
	assert_false(
		dtap_query_read(&query, "linktype=raw", &raw, why, sizeof why));
	assert_string_equal(why, "linktype= is for pcap streams only.");
	assert_false(
		dtap_query_read(&query, "linktype=1", &pcap, why, sizeof why));
	assert_string_equal(why, "linktype= must be raw.");
	assert_false(
		dtap_query_read(&query, "only=data", &raw, why, sizeof why));
	assert_string_equal(why, "only= is for streams of DIAG only.");
	assert_false(dtap_query_read(&query, "ops=10", &pcap, why, sizeof why));
	assert_false(dtap_query_read(&query, "split=message", &pcap, why,
				     sizeof why));
}

int
main(void)
{
	const struct CMUnitTest tests[] = {
		cmocka_unit_test(queries_that_are_understood),
		cmocka_unit_test(a_stream_may_be_split),
		cmocka_unit_test(packets_have_terms_of_their_own),
		cmocka_unit_test(all_others_are_refused_with_a_sentence),
	};

	return RUN(tests);
}
