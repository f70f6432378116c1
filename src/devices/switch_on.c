/* SPDX-License-Identifier: MIT */
#include "devices/switch_on.h"

#include <stdbool.h>

#define STORAGE 0x08

/* Vendors of modems and phones, by idVendor. */
static const struct vendor {
	uint16_t id;
	const char *advice;
} vendors[] = {
	{0x04e8, "a phone of Samsung: dial *#0808# and choose DM+MODEM+ADB "
		 "(Qualcomm models only)"},
	{0x1199, "a modem of Sierra Wireless: AT!USBCOMP? shows what is on; "
		 "DIAG is 1 in its mask"},
	{0x1e0e, "a modem of SIMCom: AT+CUSBCFG=usbid,1e0e,9001 switches to a "
		 "composition with DIAG"},
	{0x19d2, "a modem of ZTE: AT$QCDMG switches an AT port to DIAG until "
		 "it is reset"},
	{0x2c7c, "a modem of Quectel: AT+QCFG=\"usbcfg\" shows what is on; "
		 "the third number is DIAG"},
};

/* Vendors of modems that come as a disk with their own driver at first. */
static const uint16_t with_disk[] = {0x05c6, 0x12d1, 0x19d2, 0x1bbb, 0x1c9e};

static bool
is_disk(const struct dtap_usb_port *ports, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (ports[i].interface.class != STORAGE)
			return false;
	for (size_t i = 0; i < sizeof with_disk / sizeof *with_disk; i++)
		if (ports->vendor == with_disk[i])
			return true;
	return false;
}

/* Android's debug bridge. */
static bool
has_adb(const struct dtap_usb_port *ports, size_t count)
{
	for (size_t i = 0; i < count; i++)
		if (ports[i].interface.class == 0xff &&
		    ports[i].interface.subclass == 0x42 &&
		    ports[i].interface.protocol == 0x01)
			return true;
	return false;
}

const char *
dtap_switch_on(const struct dtap_usb_port *ports, size_t count)
{
	if (is_disk(ports, count))
		return "a modem that shows the disk with its driver: "
		       "usb_modeswitch(1) makes it a modem";
	for (size_t i = 0; i < sizeof vendors / sizeof *vendors; i++)
		if (ports->vendor == vendors[i].id)
			return vendors[i].advice;
	if (has_adb(ports, count))
		return "a phone or hotspot with adb: if it is rooted, "
		       "diagtap-adb reads it there, or adb shell su -c "
		       "'setprop "
		       "sys.usb.config diag,adb' switches DIAG on";
	return NULL;
}
