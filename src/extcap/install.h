/* SPDX-License-Identifier: MIT */
/*
 * install.h - installs this program and the dissector in the user's folders of
 * Wireshark.
 *
 * Wireshark 4.0 looks for extcap programs in ~/.config/wireshark/extcap, 4.2
 * and later in ~/.local/lib/wireshark/extcap.  Both places get a copy.
 */
#ifndef DTAP_INSTALL_H
#define DTAP_INSTALL_H

/* Replaces older copies and prints the paths.  Returns the exit status. */
int dtap_install(void);

/* Removes the copies; a missing one is no error.  Returns the exit status. */
int dtap_uninstall(void);

#endif
