import IEC104Inspect

/// A point list to begin with: what each column says, in comments, and a row of each sort.
enum PointListTemplate {
    static func text(in language: Language) -> String {
        language == .chinese ? chinese : english
    }

    private static let english = """
        # A point list for 'iec104 outstation --points'. Lines that begin with # are comments.
        # Check it with 'iec104 points check FILE'. All about it: Docs/Guides/PointList.md
        #
        # Every list has these columns, in any order:
        #   station   common address, 1 to 65534
        #   address   object address, 1 to 16777215; also 4001H
        #   type      M_SP_TB_1 single point, M_DP_TB_1 double point, M_ST_TB_1 step position,
        #             M_ME_NC_1 float, M_ME_NB_1 scaled, M_ME_NA_1 normalized, M_IT_NA_1 counter,
        #             C_SC_NA_1 and C_DC_NA_1 commands, C_RC_NA_1 step command, C_SE_NC_1 set point.
        #             _TB_1, _TD_1 to _TF_1: events with time tag; _NA_1, _NB_1, _NC_1: without
        #   name      anything
        #   value     at the start: on, off or a number
        # These may be left out:
        #   unit      for people
        #   quality   IV, NT, SB, BL, OV, several as IV|NT
        #   group     interrogation groups 1 to 16, several as 1|3; counters 1 to 4
        #   deadband  measured values: how far one moves before that is an event
        #   cyclic    seconds between two transmissions without a change
        #   command   of a command: the point that it drives, by name or address
        #   sbo       of a command: yes (select before operate), no (direct) or either
        #   events    soe, cos, both or none, where it is not as the type says
        #   pulse     of a command: seconds of a short pulse, or of both as 0.5|2
        #   interlock of a command: what must hold, such as 1002=off & command=on
        #   scale, offset   for masters: engineering value = value x scale + offset
        #   simulate  how the point moves by itself: sine, ramp, square, walk, noise, random,
        #             counter, series, follow, constant
        station,address,type,name,value,unit,quality,group,deadband,cyclic,command,sbo,simulate
        1,1001,M_DP_TB_1,Breaker,on,,,1,,,,,
        1,1002,M_SP_TB_1,Alarm,off,,,1,,,,,random period=60s chance=10%
        1,2001,M_ME_NC_1,Voltage,110.4,kV,,2,0.1,,,,sine amplitude=0.5 period=60s
        1,2002,M_ME_NB_1,Temperature,52,°C,,2,1,10,,,
        1,3001,M_IT_NA_1,Energy,1204417,kWh,,1,,,,,counter period=5s
        1,5001,C_DC_NA_1,Breaker command,,,,,,,Breaker,yes,

        """

    private static let chinese = """
        # 供'iec104 outstation --points'使用的点表。以#开头的行为注释。
        # 用'iec104 points check 文件'检查。详细说明见Docs/Guides/PointList.md
        #
        # 以下各列必须有,次序不限:
        #   站址      公共地址,1至65534
        #   地址      信息体地址,1至16777215,也可写4001H
        #   类型      M_SP_TB_1单点、M_DP_TB_1双点、M_ST_TB_1步位置、M_ME_NC_1短浮点数、
        #             M_ME_NB_1标度化值、M_ME_NA_1归一化值、M_IT_NA_1累计量、
        #             C_SC_NA_1单命令、C_DC_NA_1双命令、C_RC_NA_1步调节命令、C_SE_NC_1设定值。
        #             _TB_1、_TD_1至_TF_1:事件带时标;_NA_1、_NB_1、_NC_1:不带时标
        #   名称      任意
        #   值        初值:合、分或数值
        # 以下各列可省略:
        #   单位      仅供阅读
        #   品质      IV、NT、SB、BL、OV,多个写作IV|NT
        #   组        召唤组1至16,多个写作1|3;累计量1至4
        #   死区      测量值:变化多少才产生事件
        #   周期      无变化时的上送间隔,秒
        #   控制点    命令所控制的点,写名称或地址
        #   选控      命令:是(先选后控)、否(直控)或均可
        #   事件      带时标、不带时标、双发或不上送;空则按类型
        #   脉冲      命令:短脉冲秒数,或短|长,例如0.5|2
        #   联锁      命令:须满足的条件,例如1002=分 & 命令=合
        #   系数、偏移  供主站使用:工程值 = 值 x 系数 + 偏移
        #   模拟      该点如何自行变化:正弦、斜坡、方波、随机游走、噪声、随机、计数、序列、跟随、恒定
        站址,地址,类型,名称,值,单位,品质,组,死区,周期,控制点,选控,模拟
        1,1001,M_DP_TB_1,断路器,合,,,1,,,,,
        1,1002,M_SP_TB_1,告警,分,,,1,,,,,随机 周期=60s 概率=10%
        1,2001,M_ME_NC_1,电压,110.4,kV,,2,0.1,,,,正弦 幅值=0.5 周期=60s
        1,2002,M_ME_NB_1,温度,52,°C,,2,1,10,,,
        1,3001,M_IT_NA_1,电能,1204417,kWh,,1,,,,,计数 周期=5s
        1,5001,C_DC_NA_1,断路器遥控,,,,,,,断路器,是,

        """
}
