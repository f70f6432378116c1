/* SPDX-License-Identifier: MIT */
/*
 * install.h - this program and the dissector, where Wireshark looks for a
 * user's own.
 *
 * Wireshark 4.0 looks for programs in ~/.config/wireshark/extcap, 4.2 and later
 * in ~/.local/lib/wireshark/extcap; neither looks where the other does.
 */
#ifndef DTAP_INSTALL_H
#define DTAP_INSTALL_H

/* Puts copies there, over older ones.  The exit status; says what it did. */
int dtap_install(void);

/* Takes them away; what is not there is no error. */
int dtap_uninstall(void);

#endif
